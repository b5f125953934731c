using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Walking;

/// <summary>
/// Steps from object to object through ranges of a heap and counts them. One per thread. An object is its method table pointer
/// (the low bits are the collector's), and where the table has a component size, the length behind it.
/// </summary>
internal sealed unsafe class RangeWalker(IMemorySource memory, MethodTables tables, WalkPlan plan, AlignedBlock block)
{
    /// <summary>Bytes read at a time.</summary>
    public const int BlockBytes = 1 << 18;

    // A large object is 85,000 bytes or more: only its head is of interest.
    private const int LargeObjectBlockBytes = 64;

    private readonly ObjectLayout _layout = new(plan.PointerSize);
    private readonly ulong _tableMask = ~((ulong)plan.PointerSize - 1);
    private readonly MethodTableTally _tally = new();
    private long _gapBytes;
    private List<FreeObject>? _free;

    /// <summary>Bytes walked so far, gaps and free objects included.</summary>
    public long BytesWalked { get; private set; }

    /// <summary>Walks one range.</summary>
    /// <param name="range">Part of a segment that starts with an object.</param>
    /// <param name="noteFree">Take down the free objects too that something could be put into.</param>
    /// <param name="cancellationToken">Asked between two blocks.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public RangeCount Walk(in WalkRange range, bool noteFree, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        (_gapBytes, _free) = (0, noteFree ? [] : null);
        var cursor = new Cursor(range, FirstContext(range.Start));
        string? wrong = null;
        while (wrong is null && cursor.Address < range.End)
        {
            cancellationToken.ThrowIfCancellationRequested();
            wrong = cursor.InGap ? ScanGap(ref cursor, range) : WalkBlock(ref cursor, range);
        }

        var walked = (long)(cursor.Address - range.Start);
        BytesWalked += walked;
        return new RangeCount(
            range, _tally.Take(), _gapBytes, walked,
            wrong is null ? null : new WalkDamage(cursor.Address, (long)(range.End - cursor.Address), wrong),
            _free is null ? [] : [.. _free], [new ReadTime(since, Stopwatch.GetTimestamp())]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private string? WalkBlock(ref Cursor cursor, in WalkRange range)
    {
        var address = SkipContexts(ref cursor, range, cursor.Address);
        cursor.Address = address;
        if (address >= range.End)
            return null;

        var bytes = ReadBlock(address, range.End, range.Generation == HeapGeneration.Loh ? LargeObjectBlockBytes : BlockBytes);
        if (bytes.Length < _layout.HeaderBytes)
            return "memory can't be read";

        var tally = _tally;
        var free = _free is null ? 0 : plan.FreeTable; // 0 is no method table
        ulong smallestUsable = _layout.SmallestUsableFreeObject;
        var pointerSize = (uint)plan.PointerSize;
        var mask = _tableMask;
        ulong smallest = _layout.SmallestObject;
        ulong align = _layout.Alignment(range.Generation) - 1;
        var end = range.End;
        var last = address + (ulong)(bytes.Length - _layout.HeaderBytes);
        var nextContext = cursor.NextContext;
        ref var previous = ref tally.Any;
        fixed (byte* first = bytes)
        {
            var delta = (ulong)first - address;
            while (address <= last && address < end)
            {
                var at = (byte*)(address + delta);
                var table = (pointerSize == 8 ? *(ulong*)at : *(uint*)at) & mask;
                if (table == 0)
                {
                    cursor.Address = address;
                    cursor.InGap = range.MayHoldGaps;
                    return cursor.InGap ? null : "no method table";
                }

                ref var slot = ref tally.FindAfter(ref previous, table);
                if (slot.MethodTable == 0)
                {
                    if (!tables.TryGet(table, out var found))
                    {
                        cursor.Address = address;
                        return "not a method table";
                    }

                    slot = ref tally.Add(found);
                }

                previous = ref slot;
                ulong size = slot.BaseSize;
                if (slot.ComponentSize != 0)
                    size += (ulong)slot.ComponentSize * *(uint*)(at + pointerSize);
                size = (size + align) & ~align;
                if (size < smallest)
                    size = smallest;

                if (size > end - address)
                {
                    cursor.Address = address;
                    return "an object reaches beyond its segment";
                }

                if (table == free && size >= smallestUsable)
                    _free!.Add(new FreeObject(address, (long)size));
                slot.Count++;
                slot.Bytes += (long)size;
                address += size;
                if (address >= nextContext)
                {
                    address = SkipContexts(ref cursor, range, address);
                    nextContext = cursor.NextContext;
                }
            }
        }

        cursor.Address = address;
        return null;
    }

    // Memory that was handed out but holds no object yet is zero. An object behind it starts with its method table, after a header
    // whose upper half may be set.
    private string? ScanGap(ref Cursor cursor, in WalkRange range)
    {
        var start = cursor.Address;
        var bytes = ReadBlock(start, range.End, BlockBytes);
        if (bytes.Length < plan.PointerSize)
            return "memory can't be read";

        var step = plan.PointerSize;
        var offset = 0;
        for (; offset + step <= bytes.Length; offset += step)
        {
            var address = start + (ulong)offset;
            if (address >= cursor.NextContext)
            {
                cursor.InGap = false;
                break;
            }

            var word = step == 8 ? BitConverter.ToUInt64(bytes[offset..]) : BitConverter.ToUInt32(bytes[offset..]);
            if (word == 0 || (step == 8 && (uint)word == 0))
                continue;

            if (tables.TryGet(word & _tableMask, out _))
            {
                cursor.InGap = false;
                break;
            }

            // On 32 bits a header is a word of its own.
            if (step == 4 && offset + 8 <= bytes.Length && tables.TryGet(BitConverter.ToUInt32(bytes[(offset + 4)..]) & _tableMask, out _))
                continue;

            return "neither free nor an object";
        }

        cursor.Address = start + (ulong)offset;
        _gapBytes += offset;
        return null;
    }

    private ReadOnlySpan<byte> ReadBlock(ulong address, ulong end, int most)
    {
        var room = block.For(address, (int)Math.Min((ulong)most, end - address)).Span;
        return room[..memory.Read(address, room)];
    }

    private int FirstContext(ulong start)
    {
        var contexts = plan.AllocationContexts;
        var index = 0;
        while (index < contexts.Count && contexts[index].Start < start)
            index++;
        return index;
    }

    private ulong SkipContexts(ref Cursor cursor, in WalkRange range, ulong address)
    {
        var contexts = plan.AllocationContexts;
        while (cursor.ContextIndex < contexts.Count && contexts[cursor.ContextIndex].Start <= address)
        {
            var context = contexts[cursor.ContextIndex++];
            if (context.Start != address)
                continue;

            var behind = Math.Min(context.Limit + _layout.SmallestObject, range.End);
            _gapBytes += (long)(behind - address);
            address = behind;
        }

        cursor.NextContext = cursor.ContextIndex < contexts.Count ? contexts[cursor.ContextIndex].Start : ulong.MaxValue;
        return address;
    }

    private struct Cursor(in WalkRange range, int contextIndex)
    {
        public ulong Address = range.Start;
        public ulong NextContext = ulong.MaxValue;
        public int ContextIndex = contextIndex;
        public bool InGap;
    }
}
