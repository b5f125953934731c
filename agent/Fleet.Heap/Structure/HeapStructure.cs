using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;
using Microsoft.Diagnostics.Runtime.AbstractDac;
using AllocationContext = Fleet.Heap.Walking.AllocationContext;

namespace Fleet.Heap.Structure;

/// <summary>A heap's segments and contexts as the runtime has them at one moment.</summary>
/// <param name="CanWalk">False while a collection moves objects.</param>
/// <param name="ServerGc">One heap per core.</param>
/// <param name="BytesCommitted">Of all segments.</param>
/// <param name="Plan">What to walk.</param>
internal sealed record HeapStructure(bool CanWalk, bool ServerGc, long BytesCommitted, WalkPlan Plan)
{
    /// <summary>Method table of free objects.</summary>
    public ulong FreeTable => Plan.FreeTable;

    /// <summary>The segments that the plan's ranges are of.</summary>
    public required IReadOnlyList<SegmentInfo> Segments { get; init; }

    /// <summary>Where the objects stand that wait for their finalizer, or will; a list per heap.</summary>
    public required IReadOnlyList<FinalizerList> Finalizers { get; init; }

    /// <summary>Takes down what the runtime says. Unless the process stands still, it may be of no moment at all.</summary>
    /// <param name="heap">Asked for the first time: what it said before, it would say again.</param>
    /// <param name="pointerSize">4 or 8.</param>
    public static HeapStructure Of(IAbstractHeap heap, int pointerSize)
    {
        ref readonly var state = ref heap.State;
        var ranges = new List<WalkRange>();
        var segments = new List<SegmentInfo>();
        var finalizers = new List<FinalizerList>();
        long committed = 0;
        var contexts = heap.EnumerateThreadAllocationContexts().ToList();
        foreach (var subHeap in heap.EnumerateSubHeaps())
        {
            if (subHeap.EphemeralAllocContextPointer < subHeap.EphemeralAllocContextLimit)
                contexts.Add(new MemoryRange(subHeap.EphemeralAllocContextPointer, subHeap.EphemeralAllocContextLimit));
            finalizers.Add(FinalizerList.Of(subHeap.FinalizationPointers));
            segments.AddRange(subHeap.Segments);
            foreach (var segment in subHeap.Segments)
            {
                committed += (long)segment.CommittedMemory.Length;
                AddRanges(ranges, segment);
            }
        }

        var plan = new WalkPlan(
            pointerSize,
            [.. ranges.OrderBy(range => range.Start)],
            [.. contexts.Select(context => new AllocationContext(context.Start, context.End)).OrderBy(context => context.Start)])
        { FreeTable = state.FreeMethodTable };
        return new HeapStructure(state.AreGCStructuresValid, state.Kind == Microsoft.Diagnostics.Runtime.AbstractDac.GCKind.Server, committed, plan)
        {
            Segments = segments,
            Finalizers = finalizers,
        };
    }

    private static void AddRanges(List<WalkRange> ranges, in SegmentInfo segment)
    {
        if (segment.Kind != GCSegmentKind.Ephemeral)
        {
            Add(ranges, segment.ObjectRange, SegmentGeneration.Youngest(segment.Kind));
            return;
        }

        // Before regions, the young generations share one segment, in this order.
        Add(ranges, segment.Generation2, HeapGeneration.Gen2);
        Add(ranges, segment.Generation1, HeapGeneration.Gen1);
        Add(ranges, segment.Generation0, HeapGeneration.Gen0);
    }

    private static void Add(List<WalkRange> ranges, MemoryRange range, HeapGeneration generation)
    {
        if (range.Start < range.End)
            ranges.Add(new WalkRange(range.Start, range.End, generation));
    }
}
