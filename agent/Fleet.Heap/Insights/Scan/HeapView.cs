using System.Buffers.Binary;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Insights.Scan;

/// <summary>
/// Reads what an object refers to, wherever it lies: often in the block that is being scanned, else in one of the pages that were read
/// last. Nothing that is read is believed; what can't be read is 0.
/// </summary>
/// <param name="memory">Bytes at an address.</param>
/// <param name="pointerSize">4 or 8.</param>
internal sealed class HeapView(IMemorySource memory, int pointerSize)
{
    private const int PageBytes = 4_096;
    private const int Pages = 256;

    private readonly byte[] _cache = GC.AllocateUninitializedArray<byte>(Pages * PageBytes);
    private readonly ulong[] _cached = new ulong[Pages];
    private readonly int[] _lengths = new int[Pages];

    private ReadOnlyMemory<byte> _block;
    private ulong _blockStart;

    public int PointerSize { get; } = pointerSize;

    /// <summary>Bytes of the block that is being scanned.</summary>
    public void Show(ReadOnlyMemory<byte> block, ulong start) => (_block, _blockStart) = (block, start);

    /// <summary>Reads as much as there is, past the caches where it is much.</summary>
    public int Read(ulong address, Span<byte> into)
    {
        if (address >= _blockStart && address - _blockStart + (ulong)into.Length <= (ulong)_block.Length)
        {
            _block.Span.Slice((int)(address - _blockStart), into.Length).CopyTo(into);
            return into.Length;
        }

        if (into.Length > PageBytes)
            return memory.Read(address, into);

        var read = 0;
        while (read < into.Length)
        {
            var page = Page(address + (ulong)read);
            var offset = (int)((address + (ulong)read) % PageBytes);
            if (offset >= page.Length)
                break;
            var count = Math.Min(into.Length - read, page.Length - offset);
            page.Slice(offset, count).CopyTo(into[read..]);
            read += count;
        }

        return read;
    }

    public uint UInt32(ulong address)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return Read(address, bytes) == bytes.Length ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
    }

    public ulong Pointer(ulong address)
    {
        Span<byte> bytes = stackalloc byte[PointerSize];
        return Read(address, bytes) == bytes.Length ? PointerIn(bytes, 0) : 0;
    }

    /// <summary>The method table pointer of an object, without the collector's marks; 0 for no object.</summary>
    public ulong Table(ulong address) => address < PageBytes ? 0 : Pointer(address) & ~((ulong)PointerSize - 1);

    /// <summary>A pointer within bytes at hand; 0 beyond them.</summary>
    public ulong PointerIn(ReadOnlySpan<byte> bytes, int offset) =>
        offset + PointerSize > bytes.Length ? 0
        : PointerSize == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    /// <summary>A number within bytes at hand; 0 beyond them.</summary>
    public static int Int32In(ReadOnlySpan<byte> bytes, int offset) =>
        offset + sizeof(int) > bytes.Length ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);

    private ReadOnlySpan<byte> Page(ulong address)
    {
        var number = address / PageBytes;
        var slot = (int)(number % Pages);
        var page = _cache.AsSpan(slot * PageBytes, PageBytes);
        if (_cached[slot] != number + 1)
        {
            _lengths[slot] = memory.Read(number * PageBytes, page);
            _cached[slot] = number + 1;
        }

        return page[.._lengths[slot]];
    }
}
