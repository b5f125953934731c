using Fleet.Contracts.Heap;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;
using Microsoft.Diagnostics.Runtime.AbstractDac;

namespace Fleet.Heap.Counting;

/// <summary>Free, committed and reserved bytes by generation.</summary>
internal static class SpaceByGeneration
{
    /// <summary>Segments as the runtime had them when the heap was walked, and the free space that was met.</summary>
    public static GenerationSpaces Of(IEnumerable<SegmentInfo> segments, WalkResult walk, ulong freeTable)
    {
        var free = walk.GapBytes.ToArray();
        if (walk.Counts.TryGetValue(freeTable, out var holes))
        {
            for (var generation = 0; generation < free.Length; generation++)
                free[generation] += holes.Bytes[generation];
        }

        var committed = new long[free.Length];
        var reserved = new long[free.Length];
        foreach (var segment in segments)
        {
            var youngest = (int)SegmentGeneration.Youngest(segment.Kind);
            var rest = (long)segment.CommittedMemory.Length;
            if (segment.Kind == GCSegmentKind.Ephemeral)
            {
                // Before regions, the young generations share one segment; what lies beyond them is for the youngest.
                committed[2] += (long)segment.Generation2.Length;
                committed[1] += (long)segment.Generation1.Length;
                rest -= (long)(segment.Generation2.Length + segment.Generation1.Length);
            }

            committed[youngest] += Math.Max(0, rest);
            reserved[youngest] += (long)segment.ReservedMemory.Length;
        }

        GenerationSpace At(HeapGeneration generation) => new(free[(int)generation], committed[(int)generation], reserved[(int)generation]);
        return new GenerationSpaces(
            At(HeapGeneration.Gen0), At(HeapGeneration.Gen1), At(HeapGeneration.Gen2), At(HeapGeneration.Loh), At(HeapGeneration.Poh), At(HeapGeneration.Frozen));
    }
}
