using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Structure;

/// <summary>The generation that a segment's kind stands for.</summary>
internal static class SegmentGeneration
{
    /// <summary>Of all its objects, or of the youngest of them: before regions, the young generations share one segment.</summary>
    public static HeapGeneration Youngest(GCSegmentKind kind) => kind switch
    {
        GCSegmentKind.Generation0 or GCSegmentKind.Ephemeral => HeapGeneration.Gen0,
        GCSegmentKind.Generation1 => HeapGeneration.Gen1,
        GCSegmentKind.Generation2 => HeapGeneration.Gen2,
        GCSegmentKind.Large => HeapGeneration.Loh,
        GCSegmentKind.Pinned => HeapGeneration.Poh,
        GCSegmentKind.Frozen => HeapGeneration.Frozen,
        _ => throw new InvalidOperationException($"A segment of the unknown kind {kind}."),
    };
}
