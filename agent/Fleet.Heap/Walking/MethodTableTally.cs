using System.Runtime.CompilerServices;

namespace Fleet.Heap.Walking;

/// <summary>Objects and bytes by method table: an open hash table, for one thread and one range after the other.</summary>
internal sealed class MethodTableTally
{
    private Slot[] _slots = new Slot[256];
    private int _used;
    private int _shift = 64 - 8;

    /// <summary>The slot of a method table, or an empty one that <see cref="Add"/> must fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot Find(ulong methodTable)
    {
        var slots = _slots;
        var index = (methodTable * 0x9E37_79B9_7F4A_7C15UL) >> _shift;
        while (true)
        {
            ref var slot = ref slots[index];
            if (slot.MethodTable == methodTable || slot.MethodTable == 0)
                return ref slot;

            index = (index + 1) & (uint)(slots.Length - 1);
        }
    }

    /// <summary>Adds a method table that <see cref="Find"/> did not find.</summary>
    public ref Slot Add(MethodTable table)
    {
        if (++_used * 2 > _slots.Length)
            Grow();

        ref var slot = ref Find(table.Address);
        slot = new Slot { MethodTable = table.Address, BaseSize = table.BaseSize, ComponentSize = table.ComponentSize };
        return ref slot;
    }

    /// <summary>All that was counted since the last time. Method tables stay known, so that the next range need not look them up again.</summary>
    public TableCount[] Take()
    {
        var taken = new TableCount[Counted()];
        var next = 0;
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.Count == 0)
                continue;

            taken[next++] = new TableCount(slot.MethodTable, slot.Count, slot.Bytes);
            (slot.Count, slot.Bytes) = (0, 0);
        }

        return taken;
    }

    private int Counted()
    {
        var counted = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
            counted += slot.Count > 0 ? 1 : 0;
        return counted;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift--;
        foreach (var slot in old)
            if (slot.MethodTable != 0)
                Find(slot.MethodTable) = slot;
    }

    /// <summary>Objects of one method table.</summary>
    internal struct Slot
    {
        public ulong MethodTable;
        public uint BaseSize;
        public uint ComponentSize;
        public long Count;
        public long Bytes;
    }
}
