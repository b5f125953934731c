using System.Runtime.CompilerServices;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Retention.Graph;

/// <summary>
/// Numbers all places of a heap where an object may start, without the holes between segments: a slot is 8 bytes (4 where pointers
/// have 4). Slots ascend with addresses. So a bit per slot marks objects, and a slot fits in <see cref="SlotBits"/> bits.
/// </summary>
internal sealed class HeapSpace
{
    /// <summary>Bits of the largest slot: 8 TB of heap.</summary>
    public const int SlotBits = 40;

    /// <summary>What is no slot.</summary>
    public const long None = -1;

    private const long MostSlots = 1L << SlotBits;

    private readonly ulong[] _starts;
    private readonly ulong[] _ends;
    private readonly long[] _slots;
    private readonly HeapGeneration[] _generations;
    private readonly int _shift;
    private readonly ulong _unaligned;
    private int _last;

    /// <param name="plan">Ranges in any order. What overlaps or makes more than 8 TB is left out, and damage.</param>
    /// <param name="damage">Told of it.</param>
    public HeapSpace(WalkPlan plan, GraphDamage damage)
    {
        _shift = plan.PointerSize == 8 ? 3 : 2;
        _unaligned = (1UL << _shift) - 1;
        var ranges = new List<WalkRange>(plan.Ranges.Count);
        var slots = new List<long>(plan.Ranges.Count);
        ulong behind = 0;
        foreach (var range in plan.Ranges.OrderBy(range => range.Start))
        {
            var length = (range.End - range.Start + _unaligned) >> _shift;
            if (range.Start < behind || range.End <= range.Start || (range.Start & _unaligned) != 0 || length > (ulong)(MostSlots - Slots))
            {
                damage.Add(range.Start, "a segment overlaps another or can't be that long");
                continue;
            }

            ranges.Add(range);
            slots.Add(Slots);
            Slots += (long)length;
            behind = range.End;
        }

        _starts = [.. ranges.Select(range => range.Start)];
        _ends = [.. ranges.Select(range => range.End)];
        _generations = [.. ranges.Select(range => range.Generation)];
        _slots = [.. slots];
    }

    /// <summary>Number of slots.</summary>
    public long Slots { get; private set; }

    /// <summary>The slot at an address; <see cref="None"/> outside of all segments and between slots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long SlotOf(ulong address)
    {
        var at = _last;
        if ((uint)at >= (uint)_starts.Length)
            return None;
        if (address < _starts[at] || address >= _ends[at])
        {
            at = RangeOf(address);
            if (at < 0)
                return None;
            _last = at;
        }

        var offset = address - _starts[at];
        return (offset & _unaligned) == 0 ? _slots[at] + (long)(offset >> _shift) : None;
    }

    /// <summary>The address of a slot, and the range that it is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AddressOf(long slot, out int range)
    {
        var at = _last;
        if (slot < _slots[at] || (at + 1 < _slots.Length && slot >= _slots[at + 1]))
        {
            at = Array.BinarySearch(_slots, slot);
            if (at < 0)
                at = ~at - 1;
            _last = at;
        }

        range = at;
        return _starts[at] + ((ulong)(slot - _slots[at]) << _shift);
    }

    /// <summary>Which range an address is in; -1 for none.</summary>
    public int RangeOf(ulong address)
    {
        var at = Array.BinarySearch(_starts, address);
        if (at < 0)
            at = ~at - 1;
        return at >= 0 && address < _ends[at] ? at : -1;
    }

    /// <summary>Start of a range.</summary>
    public ulong Start(int range) => _starts[range];

    /// <summary>End of a range.</summary>
    public ulong End(int range) => _ends[range];

    /// <summary>Generation of a range.</summary>
    public HeapGeneration Generation(int range) => _generations[range];
}
