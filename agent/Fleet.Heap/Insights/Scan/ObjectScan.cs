using System.Buffers.Binary;
using Fleet.Heap.Memory;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Insights.Scan;

/// <summary>
/// Shows every object of a heap that stands still to those who want to see it, with its bytes, in one pass by large blocks. One thread.
/// </summary>
internal sealed class ObjectScan
{
    private const int BlockBytes = 1 << 20;

    // Of a large object only the beginning, unless somebody wants to see it.
    private const int HeadBytes = 64;

    private readonly IMemorySource _memory;
    private readonly WalkPlan _plan;
    private readonly ObjectLayout _layout;
    private readonly MethodTables _tables;
    private readonly ScannedTypes _types;
    private readonly HeapView _view;
    private readonly IEverything _everything;
    private readonly AlignedBlock _block = new(BlockBytes);

    /// <param name="memory">Bytes at an address.</param>
    /// <param name="plan">What to scan.</param>
    /// <param name="view">Is told of each block.</param>
    /// <param name="everything">Is told of every object.</param>
    /// <param name="prepare">Says who wants to see objects of a type, when one is met for the first time.</param>
    public ObjectScan(IMemorySource memory, WalkPlan plan, HeapView view, IEverything everything, Action<ScannedType> prepare)
    {
        _memory = memory;
        _plan = plan;
        _layout = new ObjectLayout(plan.PointerSize);
        _tables = new MethodTables(memory, plan.PointerSize);
        _types = new ScannedTypes(_tables, prepare);
        _view = view;
        _everything = everything;
    }

    /// <summary>The types of the heap.</summary>
    public ScannedTypes Types => _types;

    /// <summary>Tells method tables from other memory.</summary>
    public MethodTables Tables => _tables;

    /// <summary>Where the scan could not go on; the rest of such a range was not seen.</summary>
    public List<WalkDamage> Damages { get; } = [];

    /// <summary>Scans all.</summary>
    /// <exception cref="OperationCanceledException">Between two blocks.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        Damages.Clear();
        foreach (var range in _plan.Ranges)
        {
            var address = range.Start;
            var wrong = Run(range, ref address, cancellationToken);
            if (wrong is not null)
                Damages.Add(new WalkDamage(address, (long)(range.End - address), wrong));
        }
    }

    private string? Run(in WalkRange range, ref ulong address, CancellationToken cancellationToken)
    {
        var context = 0;
        while ((address = BehindContexts(range, address, ref context)) < range.End)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = range.Generation == HeapGeneration.Loh ? HeadBytes : BlockBytes;
            var block = Read(address, range.End, wanted);
            if (block.Length < _layout.HeaderBytes)
                return "memory can't be read";

            _view.Show(block, address);
            var before = address;
            if (Block(range, ref address, block.Span, ref context) is { } wrong)
                return wrong;
            if (address == before)
                return "an object reaches beyond its memory";
        }

        return null;
    }

    // Goes through the objects of a block; the address ends at the first that is not whole in it.
    private string? Block(in WalkRange range, ref ulong address, ReadOnlySpan<byte> block, ref int context)
    {
        var start = address;
        var align = _layout.Alignment(range.Generation) - 1;
        while (address < range.End && address - start + (uint)_layout.HeaderBytes <= (ulong)block.Length)
        {
            var bytes = block[(int)(address - start)..];
            var table = _view.PointerIn(bytes, 0) & ~((ulong)_plan.PointerSize - 1);
            if (table == 0)
            {
                if (!range.MayHoldGaps)
                    return "no method table";
                return SkipGap(range, ref address, context);
            }

            if (_types.Find(table) is not { } type)
                return "not a method table";

            var length = type.ComponentSize == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[_plan.PointerSize..]);
            var size = Math.Max(_layout.SmallestObject, (type.SizeOf(length) + align) & ~(ulong)align);
            if (size > range.End - address)
                return "an object reaches beyond its segment";

            // One that begins in this block and ends beyond it is looked at as the first of the next.
            var isWhole = size <= (ulong)bytes.Length;
            if (!isWhole && address != start && type.Probes.Length > 0)
                return null;
            if (!isWhole && type.Probes.Length > 0 && block.Length < BlockBytes)
            {
                var whole = Read(address, range.End, BlockBytes);
                _view.Show(whole, address);
                bytes = block = whole.Span;
            }

            var found = new HeapObject(type, address, (long)size, length, range.Generation, bytes[..(int)Math.Min((ulong)bytes.Length, size)]);
            _everything.See(found);
            foreach (var probe in type.Probes)
                probe.See(found);
            address = BehindContexts(range, address + size, ref context);
        }

        return null;
    }

    // Memory that was handed out but holds no object yet is zero, up to the next object or its header.
    private string? SkipGap(in WalkRange range, ref ulong address, int context)
    {
        var contexts = _plan.AllocationContexts;
        var next = context < contexts.Count ? contexts[context].Start : ulong.MaxValue;
        var step = (uint)_plan.PointerSize;
        var bytes = Read(address, range.End, BlockBytes).Span;
        var start = address;
        for (var at = 0; at + (int)step <= bytes.Length; at += (int)step)
        {
            address = start + (uint)at;
            if (address >= next)
                return null;
            var word = _view.PointerIn(bytes, at);
            if (word == 0 || (step == 8 && (uint)word == 0))
                continue;
            if (_tables.TryGet(word & ~((ulong)step - 1), out _))
                return null;
            if (step == 4 && at + 8 <= bytes.Length && _tables.TryGet(_view.PointerIn(bytes, at + 4) & ~3UL, out _))
                continue;
            return "neither free nor an object";
        }

        address = start + (ulong)bytes.Length / step * step;
        return address == start ? "memory can't be read" : null;
    }

    private ReadOnlyMemory<byte> Read(ulong address, ulong end, int most)
    {
        var room = _block.For(address, (int)Math.Min((ulong)most, end - address));
        return room[.._memory.Read(address, room.Span)];
    }

    private ulong BehindContexts(in WalkRange range, ulong address, ref int context)
    {
        var contexts = _plan.AllocationContexts;
        while (context < contexts.Count && contexts[context].Start <= address)
        {
            var skipped = contexts[context++];
            if (skipped.Start == address)
                address = Math.Min(Math.Max(address, skipped.Limit + _layout.SmallestObject), range.End);
        }

        return address;
    }
}

/// <summary>Is told of every object of a scan.</summary>
internal interface IEverything
{
    void See(in HeapObject found);
}
