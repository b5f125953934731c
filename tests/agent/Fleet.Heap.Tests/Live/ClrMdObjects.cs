using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Live;

/// <summary>
/// The objects of a segment as ClrMD enumerates them, and those that it loses. Where memory was handed out but holds no object yet, ClrMD
/// goes on behind a smallest object (85,000 bytes among large objects) and one word, and so misses what stands before that
/// (EnumerateObjects and FindNextValidObject in its ClrHeap.cs). What is in the holes of its enumeration, ClrMD is asked word by word.
/// </summary>
internal static class ClrMdObjects
{
    private const ulong Word = 8;

    /// <summary>Enumerates them in ascending order, free objects among them.</summary>
    /// <param name="segment">Of a process that stands still.</param>
    public static IEnumerable<ClrObject> Of(ClrSegment segment)
    {
        var contexts = ContextsOf(segment);
        var next = segment.ObjectRange.Start;
        foreach (var found in segment.EnumerateObjects(carefully: true).Where(IsObject))
        {
            foreach (var lost in InHole(segment.SubHeap.Heap, next, found.Address, contexts))
                yield return lost;
            yield return found;
            next = found.Address + Aligned(found.Size);
        }

        foreach (var lost in InHole(segment.SubHeap.Heap, next, segment.ObjectRange.End, contexts))
            yield return lost;
    }

    /// <summary>Bytes that an object of <paramref name="size"/> takes.</summary>
    public static ulong Aligned(ulong size) => (size + Word - 1) & ~(Word - 1);

    private static IEnumerable<ClrObject> InHole(ClrHeap heap, ulong start, ulong end, Dictionary<ulong, ulong> contexts)
    {
        for (var address = start; address < end;)
        {
            if (contexts.TryGetValue(address, out var behind))
            {
                address = behind;
            }
            else if (heap.GetObject(address) is var found && IsObject(found))
            {
                yield return found;
                address += Aligned(found.Size);
            }
            else
            {
                address += Word;
            }
        }
    }

    // Behind each context there is room for one smallest object.
    private static Dictionary<ulong, ulong> ContextsOf(ClrSegment segment) =>
        segment.SubHeap.Heap.EnumerateAllocationContexts()
            .Where(context => segment.ObjectRange.Contains(context.Start))
            .ToDictionary(context => context.Start, context => context.End + (3 * Word));

    private static bool IsObject(ClrObject found) => found.IsValid || found.IsFree;
}
