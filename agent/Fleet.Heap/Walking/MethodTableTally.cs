using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Heap.Walking;

/// <summary>Objects and bytes by method table: an open hash table, for one thread and one range after the other.</summary>
internal sealed class MethodTableTally
{
    private Slot[] _slots = new Slot[256];
    private int _used;
    private int _shift = 64 - 8;

    /// <summary>Some slot, for the first object, which has none before it.</summary>
    public ref Slot Any => ref _slots[0];

    /// <summary>
    /// The slot of a method table, or an empty one that <see cref="Add"/> must fill. Looks first at what followed an object of the same
    /// type the last time: heaps repeat themselves, and where that holds, the processor knows the size of the next object before
    /// it has its memory, its hash and its slot.
    /// </summary>
    /// <param name="previous">The slot of the object before.</param>
    /// <param name="methodTable">The method table.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot FindAfter(ref Slot previous, ulong methodTable)
    {
        ref var guess = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), previous.Next);
        if (guess.MethodTable == methodTable)
            return ref guess;

        var index = IndexOf(methodTable);
        previous.Next = (ushort)index; // cut off, it is another slot, and a guess that fails
        return ref _slots[index];
    }

    /// <summary>Adds a method table that <see cref="FindAfter"/> did not find.</summary>
    public ref Slot Add(MethodTable table)
    {
        if (++_used * 2 > _slots.Length)
            Grow();

        ref var slot = ref _slots[IndexOf(table.Address)];
        slot = new Slot { MethodTable = table.Address, BaseSize = table.BaseSize, ComponentSize = (ushort)table.ComponentSize };
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

    private uint IndexOf(ulong methodTable)
    {
        var slots = _slots;
        var index = (uint)((methodTable * 0x9E37_79B9_7F4A_7C15UL) >> _shift);
        while (slots[index].MethodTable != methodTable && slots[index].MethodTable != 0)
            index = (index + 1) & (uint)(slots.Length - 1);
        return index;
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
                _slots[IndexOf(slot.MethodTable)] = slot;
    }

    /// <summary>Objects of one method table.</summary>
    internal struct Slot
    {
        public ulong MethodTable;
        public uint BaseSize;
        public ushort ComponentSize;

        /// <summary>Index of the slot of the object that followed one of this type the last time; a guess.</summary>
        public ushort Next;

        public long Count;
        public long Bytes;
    }
}
