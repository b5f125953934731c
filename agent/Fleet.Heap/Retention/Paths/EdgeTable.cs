using System.Numerics;

namespace Fleet.Heap.Retention.Paths;

/// <summary>References from type to type.</summary>
/// <param name="From">Number of the referrer's type name.</param>
/// <param name="To">Number of the referent's.</param>
/// <param name="Count">References.</param>
/// <param name="Bytes">Of the referents, once for each reference.</param>
internal readonly record struct TypeEdge(int From, int To, long Count, long Bytes);

/// <summary>Counts references by the types at both ends: an open hash table.</summary>
internal sealed class EdgeTable
{
    private Slot[] _slots = new Slot[1024];
    private int _used;
    private int _latest;

    /// <summary>All that were counted.</summary>
    public IEnumerable<TypeEdge> Edges =>
        from slot in _slots
        where slot.Count > 0
        select new TypeEdge((int)((slot.Key - 1) >> 32), (int)(slot.Key - 1), slot.Count, slot.Bytes);

    /// <summary>Counts one.</summary>
    public void Add(int from, int to, long bytes)
    {
        var key = (((ulong)(uint)from << 32) | (uint)to) + 1;
        ref var slot = ref _slots[_latest];
        if (slot.Key != key)
            slot = ref Find(key);
        slot.Count++;
        slot.Bytes += bytes;
    }

    private ref Slot Find(ulong key)
    {
        while (true)
        {
            var mask = _slots.Length - 1;
            var index = (int)((key * 0x9E37_79B9_7F4A_7C15UL) >> (64 - BitOperations.Log2((uint)_slots.Length)));
            while (_slots[index].Key != key && _slots[index].Key != 0)
                index = (index + 1) & mask;
            if (_slots[index].Key == 0)
            {
                if (++_used * 2 > _slots.Length)
                {
                    Grow();
                    continue;
                }

                _slots[index].Key = key;
            }

            _latest = index;
            return ref _slots[index];
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _used = 0;
        foreach (var slot in old)
            if (slot.Key != 0)
                Find(slot.Key) = slot;
        _used = _slots.Count(slot => slot.Key != 0) + 1;
    }

    private struct Slot
    {
        public ulong Key;
        public long Count;
        public long Bytes;
    }
}
