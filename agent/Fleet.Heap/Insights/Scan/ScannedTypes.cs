using System.Runtime.CompilerServices;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Insights.Scan;

/// <summary>The types of one scan by method table: an open hash table, for one thread.</summary>
/// <param name="tables">Tells method tables from other memory.</param>
/// <param name="prepare">Called once for each type when it is first met.</param>
internal sealed class ScannedTypes(MethodTables tables, Action<ScannedType> prepare)
{
    private ScannedType?[] _slots = new ScannedType?[1_024];
    private int _used;
    private int _shift = 64 - 10;

    /// <summary>All that were met.</summary>
    public IEnumerable<ScannedType> All => _slots.OfType<ScannedType>();

    /// <summary>The type of an object with that method table; null when it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ScannedType? Find(ulong table)
    {
        var slots = _slots;
        for (var index = (table * 0x9E37_79B9_7F4A_7C15UL) >> _shift; slots[index] is { } type; index = (index + 1) & (uint)(slots.Length - 1))
        {
            if (type.Address == table)
                return type;
        }

        return Add(table);
    }

    private ScannedType? Add(ulong address)
    {
        if (!tables.TryGet(address, out var table))
            return null;

        if (++_used * 2 > _slots.Length)
            Grow();
        var type = new ScannedType(table);
        Insert(type);
        prepare(type);
        return type;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ScannedType?[old.Length * 2];
        _shift--;
        foreach (var type in old)
        {
            if (type is not null)
                Insert(type);
        }
    }

    private void Insert(ScannedType type)
    {
        var index = (type.Address * 0x9E37_79B9_7F4A_7C15UL) >> _shift;
        while (_slots[index] is not null)
            index = (index + 1) & (uint)(_slots.Length - 1);
        _slots[index] = type;
    }
}
