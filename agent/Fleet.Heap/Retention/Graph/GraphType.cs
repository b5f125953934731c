namespace Fleet.Heap.Retention.Graph;

/// <summary>A method table as a walk along references needs it.</summary>
/// <param name="MethodTable">Its address.</param>
/// <param name="Name">Number of its name in <see cref="GraphTypes"/>; recompiled code brings several types of one name.</param>
/// <param name="BaseSize">Bytes of an object without elements.</param>
/// <param name="ComponentSize">Bytes of an element; 0 for what has none.</param>
/// <param name="References">Where its references are; null for what has none.</param>
/// <param name="LoaderAllocator">Object that each instance refers to besides; 0 for none.</param>
internal sealed record GraphType(
    ulong MethodTable, int Name, uint BaseSize, uint ComponentSize, ReferenceMap? References, ulong LoaderAllocator)
{
    /// <summary>Whether its objects can lead anywhere.</summary>
    public bool HasReferences => References is not null || LoaderAllocator != 0;
}
