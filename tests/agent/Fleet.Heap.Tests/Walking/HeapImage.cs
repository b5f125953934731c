using System.Buffers.Binary;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Tests.Walking;

/// <summary>A heap laid out in memory by a test, in the layout of 32 or 64 bits. Method tables are in front, objects from <see cref="HeapAt"/> on.</summary>
internal sealed class HeapImage(int pointerSize, int bytes = 1 << 16) : IMemorySource
{
    public const int HeapAt = 0x8000;
    private int _nextTable = 0x1000;

    public byte[] Bytes { get; } = new byte[HeapAt + bytes];

    /// <summary>Reads end here.</summary>
    public int ReadableTo { get; set; } = int.MaxValue;

    public int Next { get; private set; } = HeapAt;

    public ulong NextAddress => (ulong)Next;

    public ulong AddTable(uint baseSize, ushort componentSize = 0)
    {
        var at = _nextTable;
        _nextTable += 64;
        // A table without components uses the low half of its flags for other things.
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(at), componentSize > 0 ? 0x8000_0000 | componentSize : 0x0000_0123u);
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(at + 4), baseSize);
        return (ulong)at;
    }

    /// <summary>Writes an object's head and goes on behind its <paramref name="size"/> bytes.</summary>
    public int AddObject(ulong table, int size, uint? length = null)
    {
        var at = Next;
        WritePointer(at, table);
        if (length is { } elements)
            BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(at + pointerSize), elements);
        Next += size;
        return at;
    }

    public void Skip(int size) => Next += size;

    public void WritePointer(int at, ulong value)
    {
        if (pointerSize == 8)
            BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(at), value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(at), (uint)value);
    }

    public int Read(ulong address, Span<byte> buffer)
    {
        var end = Math.Min(Bytes.Length, ReadableTo);
        if (address >= (ulong)end)
            return 0;

        var count = Math.Min(buffer.Length, end - (int)address);
        Bytes.AsSpan((int)address, count).CopyTo(buffer);
        return count;
    }
}
