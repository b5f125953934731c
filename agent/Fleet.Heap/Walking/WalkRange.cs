namespace Fleet.Heap.Walking;

/// <summary>A run of objects of one generation.</summary>
/// <param name="Start">Address of the first object.</param>
/// <param name="End">Address behind the last one.</param>
/// <param name="Generation">Generation of all of them.</param>
internal readonly record struct WalkRange(ulong Start, ulong End, HeapGeneration Generation)
{
    /// <summary>Bytes.</summary>
    public long Length => (long)(End - Start);

    /// <summary>Program threads allocate here, so memory that is handed out but not yet an object may hold zeros.</summary>
    public bool MayHoldGaps => Generation is HeapGeneration.Gen0 or HeapGeneration.Loh or HeapGeneration.Poh;
}
