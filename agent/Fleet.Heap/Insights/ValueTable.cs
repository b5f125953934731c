namespace Fleet.Heap.Insights;

/// <summary>How often each value is there, for a bounded number of values: an open hash table of hash, length, count and one place.</summary>
/// <param name="most">Values that it takes; at least 1.</param>
internal sealed class ValueTable(int most)
{
    private Slot[] _slots = new Slot[1_024];

    /// <summary>Values in it.</summary>
    public int Count { get; private set; }

    /// <summary>False once a value was turned away.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>All values.</summary>
    public IEnumerable<Slot> Values => _slots.Where(slot => slot.Count > 0);

    /// <summary>Counts a value; false for a new one when there is no room.</summary>
    public bool Add(ulong hash, uint length, ulong address)
    {
        ref var slot = ref Find(_slots, hash, length);
        if (slot.Count > 0)
        {
            slot.Count++;
            return true;
        }

        if (Count >= most)
            return IsWhole = false;

        if (++Count * 4 > _slots.Length * 3)
        {
            var old = _slots;
            _slots = new Slot[old.Length * 2];
            foreach (var known in old)
            {
                if (known.Count > 0)
                    Find(_slots, known.Hash, known.Length) = known;
            }

            slot = ref Find(_slots, hash, length);
        }

        slot = new Slot { Hash = hash, Length = length, Count = 1, Address = address };
        return true;
    }

    private static ref Slot Find(Slot[] slots, ulong hash, uint length)
    {
        var index = hash & (uint)(slots.Length - 1);
        while (slots[index].Count > 0 && (slots[index].Hash != hash || slots[index].Length != length))
            index = (index + 1) & (uint)(slots.Length - 1);
        return ref slots[index];
    }

    /// <summary>One value.</summary>
    internal struct Slot
    {
        public ulong Hash;
        public ulong Address;
        public uint Length;
        public uint Count;
    }
}
