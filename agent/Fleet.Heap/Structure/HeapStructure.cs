using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;
using AllocationContext = Fleet.Heap.Walking.AllocationContext;

namespace Fleet.Heap.Structure;

/// <summary>A heap's segments and contexts as the runtime has them at one moment.</summary>
/// <param name="CanWalk">False while a collection moves objects.</param>
/// <param name="ServerGc">One heap per core.</param>
/// <param name="FreeTable">Method table of free objects.</param>
/// <param name="BytesCommitted">Of all segments.</param>
/// <param name="Plan">What to walk.</param>
internal sealed record HeapStructure(bool CanWalk, bool ServerGc, ulong FreeTable, long BytesCommitted, WalkPlan Plan)
{
    /// <summary>Asks the runtime. The process must stand still, or the answer may be of no moment at all.</summary>
    public static HeapStructure Read(ClrRuntime runtime)
    {
        var heap = runtime.Heap;
        var ranges = new List<WalkRange>(heap.Segments.Length);
        long committed = 0;
        foreach (var segment in heap.Segments)
        {
            committed += (long)segment.CommittedMemory.Length;
            AddRanges(ranges, segment);
        }

        var contexts = heap.EnumerateAllocationContexts()
            .Select(context => new AllocationContext(context.Start, context.End))
            .OrderBy(context => context.Start)
            .ToArray();
        return new HeapStructure(
            heap.CanWalkHeap, heap.IsServer, heap.FreeType.MethodTable, committed,
            new WalkPlan(runtime.DataTarget.DataReader.PointerSize, ranges, contexts));
    }

    private static void AddRanges(List<WalkRange> ranges, ClrSegment segment)
    {
        if (segment.Kind != GCSegmentKind.Ephemeral)
        {
            Add(ranges, segment.ObjectRange, GenerationOf(segment.Kind));
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

    private static HeapGeneration GenerationOf(GCSegmentKind kind) => kind switch
    {
        GCSegmentKind.Generation0 => HeapGeneration.Gen0,
        GCSegmentKind.Generation1 => HeapGeneration.Gen1,
        GCSegmentKind.Generation2 => HeapGeneration.Gen2,
        GCSegmentKind.Large => HeapGeneration.Loh,
        GCSegmentKind.Pinned => HeapGeneration.Poh,
        GCSegmentKind.Frozen => HeapGeneration.Frozen,
        _ => throw new InvalidOperationException($"A segment of the unknown kind {kind}."),
    };
}
