using Fleet.Heap.Retention.Graph;

namespace Fleet.Heap.Retention.Paths;

/// <summary>
/// References found and not yet followed, each a slot and the path that led there in one number. Following them in the order of their
/// addresses makes random reads of a whole heap into a few passes over it.
/// </summary>
internal sealed class EdgeBatch
{
    /// <summary>Bits of a path's number.</summary>
    public const int NodeBits = 64 - HeapSpace.SlotBits;

    private const int DigitBits = 11;
    private const int FewEnough = 4096;

    private readonly int[] _counts = new int[1 << DigitBits];
    private readonly int _slotBits;
    private ulong[] _edges;
    private ulong[] _spare;

    /// <param name="capacity">Edges that it holds.</param>
    /// <param name="slots">Slots of the heap: fewer need fewer passes.</param>
    public EdgeBatch(int capacity, long slots)
    {
        _edges = GC.AllocateUninitializedArray<ulong>(capacity);
        _spare = GC.AllocateUninitializedArray<ulong>(capacity);
        _slotBits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(1, slots));
    }

    /// <summary>Edges in it.</summary>
    public int Count { get; private set; }

    /// <summary>Edges that it still can take.</summary>
    public int Room => _edges.Length - Count;

    /// <summary>Adds one; there must be room.</summary>
    public void Add(long slot, int node) => _edges[Count++] = Pack(slot, node);

    /// <summary>A slot and a node in one number, that sorts by slot.</summary>
    public static ulong Pack(long slot, int node) => ((ulong)slot << NodeBits) | (uint)node;

    /// <summary>The slot.</summary>
    public static long SlotOf(ulong edge) => (long)(edge >> NodeBits);

    /// <summary>The node.</summary>
    public static int NodeOf(ulong edge) => (int)(edge & ((1UL << NodeBits) - 1));

    /// <summary>All edges by slot, then by node; the batch is empty afterwards, and the answer valid until something is added.</summary>
    public ReadOnlySpan<ulong> TakeSorted()
    {
        var count = Count;
        Count = 0;
        if (count <= FewEnough)
        {
            _edges.AsSpan(0, count).Sort();
            return _edges.AsSpan(0, count);
        }

        // Nodes first, then slots, so that the order is one and the same however the edges came in.
        SortByDigit(count, 0);
        SortByDigit(count, DigitBits);
        for (var shift = NodeBits; shift < NodeBits + _slotBits; shift += DigitBits)
            SortByDigit(count, shift);
        return _edges.AsSpan(0, count);
    }

    private void SortByDigit(int count, int shift)
    {
        var counts = _counts;
        Array.Clear(counts);
        var edges = _edges.AsSpan(0, count);
        foreach (var edge in edges)
            counts[(int)(edge >> shift) & ((1 << DigitBits) - 1)]++;
        if (counts[(int)(edges[0] >> shift) & ((1 << DigitBits) - 1)] == count)
            return; // all alike

        var before = 0;
        for (var i = 0; i < counts.Length; i++)
            (counts[i], before) = (before, before + counts[i]);
        var sorted = _spare;
        foreach (var edge in edges)
            sorted[counts[(int)(edge >> shift) & ((1 << DigitBits) - 1)]++] = edge;
        (_edges, _spare) = (_spare, _edges);
    }
}
