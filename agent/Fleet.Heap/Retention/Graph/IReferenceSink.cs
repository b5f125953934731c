namespace Fleet.Heap.Retention.Graph;

/// <summary>Takes the references of an object, one by one, null ones left out.</summary>
internal interface IReferenceSink
{
    /// <summary>Told before memory is read that up to so many references follow. Only here may a sink read memory itself.</summary>
    void Reserve(int references);

    /// <summary>Takes one.</summary>
    /// <param name="target">Where it leads.</param>
    /// <param name="field">Address at which it stands; 0 for one that stands nowhere.</param>
    void Add(ulong target, ulong field);
}
