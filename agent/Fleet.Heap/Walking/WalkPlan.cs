namespace Fleet.Heap.Walking;

/// <summary>All that a walk needs to know of a heap: pure numbers, no runtime behind them.</summary>
/// <param name="PointerSize">4 or 8.</param>
/// <param name="Ranges">What to walk; they don't overlap.</param>
/// <param name="AllocationContexts">Free memory that threads allocate from, start to limit, ascending.</param>
internal sealed record WalkPlan(int PointerSize, IReadOnlyList<WalkRange> Ranges, IReadOnlyList<AllocationContext> AllocationContexts)
{
    /// <summary>Method table of free objects; 0 where it does not matter.</summary>
    public ulong FreeTable { get; init; }

    /// <summary>Bytes of all ranges.</summary>
    public long Bytes => Ranges.Sum(range => range.Length);
}

/// <summary>Memory that a thread allocates from. The collector keeps room for one smallest object behind the limit.</summary>
internal readonly record struct AllocationContext(ulong Start, ulong Limit);
