using System.Buffers.Binary;
using System.Collections.Concurrent;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Walking;

/// <summary>The method tables of one heap, read once each, shared by the threads that walk.</summary>
internal sealed class MethodTables(IMemorySource memory, int pointerSize)
{
    // Flags, base size, more flags; then parent and module pointers.
    private const int HeadBytes = 32;
    private const uint HasComponentSize = 0x8000_0000;
    private const uint LargestBaseSize = 0x4000_0000;

    private readonly ConcurrentDictionary<ulong, MethodTable> _known = new();

    /// <summary>All that were found so far.</summary>
    public ICollection<MethodTable> Known => _known.Values;

    /// <summary>Looks one up. What can't be a method table (unaligned, unreadable, impossible size) gives false.</summary>
    public bool TryGet(ulong address, out MethodTable table)
    {
        if (_known.TryGetValue(address, out table))
            return true;

        if (!TryRead(address, out table))
            return false;

        _known.TryAdd(address, table);
        return true;
    }

    /// <summary>Whether the table at that address still is what it was; loaders reuse memory of unloaded types.</summary>
    public bool IsUnchanged(MethodTable table) => TryRead(table.Address, out var now) && now == table;

    private bool TryRead(ulong address, out MethodTable table)
    {
        table = default;
        if (address < 0x1000 || address % (uint)pointerSize != 0)
            return false;

        Span<byte> head = stackalloc byte[HeadBytes];
        if (memory.Read(address, head) < HeadBytes)
            return false;

        var flags = BinaryPrimitives.ReadUInt32LittleEndian(head);
        var baseSize = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (baseSize < new ObjectLayout(pointerSize).SmallestObject - 2 * sizeof(char) || baseSize > LargestBaseSize)
            return false;

        var componentSize = (flags & HasComponentSize) != 0 ? flags & 0xFFFF : 0;
        var fingerprint = BinaryPrimitives.ReadUInt64LittleEndian(head[16..]) * 31 + BinaryPrimitives.ReadUInt64LittleEndian(head[24..]);
        table = new MethodTable(address, baseSize, componentSize, fingerprint);
        return true;
    }
}
