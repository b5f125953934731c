using System.Buffers;
using Fleet.Heap.Memory;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Live.Tenured;

/// <summary>
/// Looks whether free objects are as they were. A collection that puts something into one writes at its start, where its method table and
/// its length are.
/// </summary>
internal static class FreeObjectCheck
{
    private const int AtATime = 1 << 14;

    /// <summary>Starts of the ranges in which a free object is not what it was.</summary>
    /// <param name="memory">The process.</param>
    /// <param name="plan">Method table of free objects, and pointer size.</param>
    /// <param name="counts">The ranges with their free objects.</param>
    public static HashSet<ulong> Changed(LinuxProcessMemory memory, WalkPlan plan, IEnumerable<RangeCount> counts)
    {
        var headBytes = plan.PointerSize * 2;
        // Base size of a free object, as of an array of bytes: header, method table, length.
        var baseSize = plan.PointerSize * 3;
        var changed = new HashSet<ulong>();
        var addresses = ArrayPool<ulong>.Shared.Rent(AtATime);
        var heads = ArrayPool<byte>.Shared.Rent(AtATime * headBytes);
        try
        {
            foreach (var count in counts)
            {
                for (var from = 0; from < count.Free.Length && !changed.Contains(count.Range.Start); from += AtATime)
                {
                    var some = count.Free.AsSpan(from, Math.Min(AtATime, count.Free.Length - from));
                    for (var i = 0; i < some.Length; i++)
                        addresses[i] = some[i].Address;
                    if (memory.ReadScattered(addresses.AsSpan(0, some.Length), headBytes, heads) < some.Length || !AreFree(some, heads, headBytes))
                        changed.Add(count.Range.Start);
                }
            }
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(addresses);
            ArrayPool<byte>.Shared.Return(heads);
        }

        return changed;

        bool AreFree(ReadOnlySpan<FreeObject> objects, ReadOnlySpan<byte> found, int bytesEach)
        {
            for (var i = 0; i < objects.Length; i++)
            {
                var head = found.Slice(i * bytesEach, bytesEach);
                var table = bytesEach == 16 ? BitConverter.ToUInt64(head) : BitConverter.ToUInt32(head);
                var length = BitConverter.ToUInt32(head[(bytesEach / 2)..]);
                // On 64 bits a length may need the padding behind it too; sizes beyond 4 GB don't occur within one tenured range.
                if ((table & ~((ulong)plan.PointerSize - 1)) != plan.FreeTable || Align(length + (uint)baseSize) != objects[i].Bytes)
                    return false;
            }

            return true;
        }

        long Align(long size) => (size + plan.PointerSize - 1) & ~((long)plan.PointerSize - 1);
    }
}
