namespace Fleet.Heap.Insights.Strings;

/// <summary>How often each value is there, for a bounded number of values: an open hash table, of 16 bytes a slot where no places are asked for.</summary>
/// <param name="most">Values that it takes; at least 1.</param>
/// <param name="withPlaces">Whether it knows where one of each value is; 8 bytes more.</param>
internal sealed class ValueTable(int most, bool withPlaces)
{
    private const int FirstSlots = 2_048;
    private const int Growth = 4;

    private Slot[] _slots = new Slot[FirstSlots];
    private ulong[] _places = withPlaces ? new ulong[FirstSlots] : [];

    /// <summary>Values in it.</summary>
    public int Count { get; private set; }

    /// <summary>All values, as long as none is added or removed.</summary>
    public IEnumerable<RepeatedValue> Values
    {
        get
        {
            for (var i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Hash != 0)
                    yield return new RepeatedValue(_slots[i].Hash, _slots[i].Length, _slots[i].Count, withPlaces ? _places[i] : 0);
            }
        }
    }

    /// <summary>Counts a value; false for a new one when there is no room.</summary>
    public bool Add(ulong hash, uint length, ulong place)
    {
        if (CountKnown(hash))
            return true;
        if (Count >= most)
            return false;

        if (++Count * 4 > _slots.Length * 3)
            Grow();
        Insert(new Slot { Hash = NeverZero(hash), Length = length, Count = 1 }, place);
        return true;
    }

    /// <summary>Counts a value that is in it; false for another.</summary>
    public bool CountKnown(ulong hash)
    {
        ref var slot = ref _slots[IndexOf(NeverZero(hash))];
        if (slot.Hash == 0)
            return false;
        slot.Count++;
        return true;
    }

    /// <summary>Keeps the values, and forgets how often they were there.</summary>
    public void ForgetCounts()
    {
        foreach (ref var slot in _slots.AsSpan())
            slot.Count = 0;
    }

    /// <summary>Removes the values that match.</summary>
    /// <param name="matches">Hash, and how often it was there.</param>
    public void Remove(Func<ulong, uint, bool> matches)
    {
        for (var i = 0; i < _slots.Length;)
        {
            if (_slots[i].Hash != 0 && matches(_slots[i].Hash, _slots[i].Count))
                RemoveAt(i); // another may have come to its place
            else
                i++;
        }
    }

    /// <summary>Removes all, and keeps the room.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private static ulong NeverZero(ulong hash) => hash == 0 ? 1 : hash;

    // Neither the bits by which a filter lets some through, nor those that are alike in a range of hashes.
    private static int Home(ulong hash) => (int)(hash >> 32);

    private int IndexOf(ulong hash)
    {
        var last = _slots.Length - 1;
        var index = Home(hash) & last;
        while (_slots[index].Hash != 0 && _slots[index].Hash != hash)
            index = (index + 1) & last;
        return index;
    }

    private void Insert(in Slot slot, ulong place)
    {
        var index = IndexOf(slot.Hash);
        _slots[index] = slot;
        if (withPlaces)
            _places[index] = place;
    }

    private void Grow()
    {
        var (slots, places) = (_slots, _places);
        _slots = new Slot[slots.Length * Growth];
        _places = withPlaces ? new ulong[_slots.Length] : [];
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Hash != 0)
                Insert(slots[i], withPlaces ? places[i] : 0);
        }
    }

    // Whoever stands behind the gap and was kept from standing there moves up, so that a search meets no gap before its goal.
    private void RemoveAt(int gap)
    {
        var last = _slots.Length - 1;
        for (var next = (gap + 1) & last; _slots[next].Hash != 0; next = (next + 1) & last)
        {
            var home = Home(_slots[next].Hash) & last;
            if (((next - home) & last) < ((next - gap) & last))
                continue;
            _slots[gap] = _slots[next];
            if (withPlaces)
                _places[gap] = _places[next];
            gap = next;
        }

        _slots[gap] = default;
        Count--;
    }

    private struct Slot
    {
        public ulong Hash; // 0: free
        public uint Length;
        public uint Count;
    }
}
