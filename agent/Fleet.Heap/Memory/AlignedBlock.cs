using System.Runtime.InteropServices;

namespace Fleet.Heap.Memory;

/// <summary>
/// Where large reads go. What is read lies in it as it lies at its source, to the cache line: the system copies with one instruction of
/// the processor, which takes up to three times as long where the two differ in their place within 16 bytes.
/// </summary>
/// <param name="bytes">The most that is read at a time.</param>
internal sealed class AlignedBlock(int bytes)
{
    private const int LineBytes = 64;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(bytes + LineBytes, pinned: true);

    /// <summary>The most that is read at a time.</summary>
    public int Length { get; } = bytes;

    /// <summary>Room for what is read next; what was read before is overwritten.</summary>
    /// <param name="address">Where it is read from.</param>
    /// <param name="count">Bytes; at most <see cref="Length"/>.</param>
    public Memory<byte> For(ulong address, int count)
    {
        var start = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        return _bytes.AsMemory((int)((address - start) % LineBytes), count);
    }
}
