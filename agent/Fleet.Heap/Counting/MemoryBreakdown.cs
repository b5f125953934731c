using Fleet.Contracts.Heap;
using Fleet.Heap.AddressSpace;
using Microsoft.Diagnostics.Runtime;
using Microsoft.Diagnostics.Runtime.AbstractDac;

namespace Fleet.Heap.Counting;

/// <summary>Managed against unmanaged memory: each page of the collector and of the runtime is asked of the operating system.</summary>
internal static class MemoryBreakdown
{
    private static readonly MemoryUse Unknown = new(0, 0, 0, []);

    /// <summary>Reads it.</summary>
    /// <param name="pages">Null for a dump.</param>
    /// <param name="segments">Of the heap.</param>
    /// <param name="nativeHeaps">Of the runtime.</param>
    /// <param name="notes">Says what could not be told.</param>
    public static MemoryUse Read(
        IProcessPages? pages, IReadOnlyList<SegmentInfo> segments, IReadOnlyList<ClrNativeHeapInfo> nativeHeaps, ICollection<string> notes)
    {
        if (pages?.PrivateBytes is not { } total)
            return Unknown;

        var isExact = true;
        long known = 0;
        var collector = segments.Sum(segment => Bytes(segment.CommittedMemory));
        var byKind = new Dictionary<NativeHeapKind, long>();
        foreach (var heap in nativeHeaps.DistinctBy(heap => heap.MemoryRange))
        {
            var bytes = Bytes(heap.MemoryRange);
            if (IsCollectors(heap.Kind))
                collector += bytes;
            else
                byKind[heap.Kind] = byKind.GetValueOrDefault(heap.Kind) + bytes;
        }

        if (!isExact)
            notes.Add("the operating system does not tell what memory is used: what the collector and the runtime keep stands for it");
        return new MemoryUse(
            total, collector, Math.Max(0, total - known),
            [
                .. byKind.Where(heap => heap.Value > 0).Select(heap => new NativeHeapUse(heap.Key.ToString(), heap.Value))
                    .OrderByDescending(heap => heap.Bytes).ThenBy(heap => heap.Kind, StringComparer.Ordinal),
            ]);

        long Bytes(MemoryRange range)
        {
            if (range.End <= range.Start)
                return 0;
            if (pages.UsedIn(range.Start, range.End) is not { } used)
            {
                isExact = false;
                used = new UsedMemory((long)range.Length, (long)range.Length);
            }

            known += used.PrivateBytes;
            return used.Bytes;
        }
    }

    private static bool IsCollectors(NativeHeapKind kind) => kind
        is NativeHeapKind.GCFreeRegion or NativeHeapKind.GCFreeGlobalRegion or NativeHeapKind.GCFreeGlobalHugeRegion
        or NativeHeapKind.GCFreeSohSegment or NativeHeapKind.GCFreeUohSegment;
}
