namespace Fleet.Heap.Live.Collections;

/// <summary>One witness after the other. The next one listens before the last one stops: not a moment goes unwatched.</summary>
internal sealed class CollectionWatch : IDisposable
{
    private readonly int _pid;
    private CollectionWitness? _witness;

    /// <summary>Begins, where the process has a diagnostics port that answers.</summary>
    public CollectionWatch(int pid)
    {
        _pid = pid;
        _witness = CollectionWitness.TryBegin(pid);
    }

    /// <summary>False when nobody listens.</summary>
    public bool IsOn => _witness is not null;

    /// <summary>What was heard since the last record, which is not all that happened; null when numbers are missing.</summary>
    public CollectionRecord? SoFar() => _witness?.SoFar();

    /// <summary>The collections since before the last record ended; null when not everything was heard.</summary>
    /// <param name="meanwhile">Done on this thread: the runtime takes up to 100 ms to tell the rest.</param>
    public CollectionRecord? Conclude(Action meanwhile)
    {
        if (_witness is not { } witness)
            return null;

        CollectionRecord? record = null;
        var end = OwnThread<(CollectionWitness? Next, CollectionRecord? Record)>.Start(
            "collection witnesses", () => (CollectionWitness.TryBegin(_pid), witness.Conclude()));
        try
        {
            meanwhile();
        }
        finally
        {
            (_witness, record) = end.Join();
            witness.Dispose();
        }

        return record;
    }

    public void Dispose() => _witness?.Dispose();
}
