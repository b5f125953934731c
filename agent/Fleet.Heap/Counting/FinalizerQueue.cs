using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Fleet.Heap.Memory;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Counting;

/// <summary>
/// The objects whose finalizer is still to run. Which they are is copied while the heap stands still; of what type each is takes a read
/// each, so that is done in part afterwards where there are many.
/// </summary>
internal sealed class FinalizerQueue
{
    // Of each heap: 32 MB of addresses, more than any process was seen with.
    private const ulong MostObjects = 4_000_000;
    private const int BlockBytes = 64 << 10;
    private const int HeaderBytes = 8;
    private const int NearBytes = 1_024;
    private const int LooksBetweenGlances = 64;

    // So few take less than the time that is allowed, unless the machine is busy with something else.
    private const int FewObjects = 1_000;

    // Set in an object's header by SuppressFinalize, and once its finalizer has run.
    private const uint FinalizerHasRun = 0x4000_0000;

    // Objects are aligned, which leaves a bit to tell those that wait.
    private const ulong WaitingMark = 1;

    private readonly IMemorySource _memory;
    private readonly int _pointerSize;
    private readonly ulong[] _objects;
    private readonly byte[] _block = new byte[BlockBytes];
    private readonly Dictionary<ulong, FinalizableCount> _byTable = [];
    private int _told;

    private FinalizerQueue(IMemorySource memory, int pointerSize, ulong[] objects, bool isWhole)
    {
        _memory = memory;
        _pointerSize = pointerSize;
        _objects = objects;
        IsWhole = isWhole;
    }

    /// <summary>False when there were more than we are ready to copy, or memory that can't be read.</summary>
    public bool IsWhole { get; }

    /// <summary>Objects in the queue.</summary>
    public int Count => _objects.Length;

    /// <summary>Objects of which it is not told yet of what type they are.</summary>
    public int Untold => _objects.Length - _told;

    /// <summary>Objects of known type, by method table.</summary>
    public IReadOnlyDictionary<ulong, FinalizableCount> ByTable => _byTable;

    /// <summary>Copies the queue of all heaps of a process.</summary>
    public static FinalizerQueue Read(StillHeap heap) => Read(heap.Memory, heap.Structure.Plan.PointerSize, [.. heap.Structure.Finalizers]);

    /// <summary>Copies the queue out of the lists of the heaps that it consists of.</summary>
    public static FinalizerQueue Read(IMemorySource memory, int pointerSize, ReadOnlySpan<FinalizerList> lists)
    {
        var objects = new List<ulong>();
        var isWhole = true;
        foreach (var list in lists)
        {
            isWhole &= Copy(memory, pointerSize, list.Start, list.WaitingFrom, 0, objects);
            isWhole &= Copy(memory, pointerSize, list.WaitingFrom, list.End, WaitingMark, objects);
        }

        return new FinalizerQueue(memory, pointerSize, [.. objects], isWhole);
    }

    /// <summary>Looks at the objects in the order of their addresses, until done or until the time is over.</summary>
    /// <param name="longest">Null: until done. A thousand are told in any case.</param>
    /// <param name="cancellationToken">Between objects.</param>
    public void Tell(TimeSpan? longest, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        if (_told == 0)
            Array.Sort(_objects);
        while (_told < _objects.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_told >= FewObjects && Stopwatch.GetElapsedTime(since) >= longest)
                return;
            TellNeighbours();
        }
    }

    private static bool Copy(IMemorySource memory, int pointerSize, ulong start, ulong end, ulong mark, List<ulong> objects)
    {
        if (end <= start)
            return end == start;

        var count = Math.Min((end - start) / (uint)pointerSize, MostObjects);
        var bytes = new byte[(int)count * pointerSize];
        var read = memory.Read(start, bytes);
        for (var at = 0; at + pointerSize <= read; at += pointerSize)
        {
            var address = pointerSize == 8 ? BitConverter.ToUInt64(bytes, at) : BitConverter.ToUInt32(bytes, at);
            if (address > HeaderBytes)
                objects.Add((address & ~WaitingMark) | mark);
        }

        return read == bytes.Length && count < MostObjects;
    }

    // Objects close to each other come by one read.
    private void TellNeighbours()
    {
        var first = (_objects[_told] & ~WaitingMark) - HeaderBytes;
        var last = _told;
        while (last + 1 < _objects.Length && last - _told < LooksBetweenGlances
            && _objects[last + 1] - _objects[last] <= NearBytes && _objects[last + 1] - first + (ulong)_pointerSize <= BlockBytes)
        {
            last++;
        }

        var wanted = (int)((_objects[last] & ~WaitingMark) - first) + _pointerSize;
        var read = _memory.Read(first, _block.AsSpan(0, wanted));
        for (; _told <= last; _told++)
        {
            var at = (int)((_objects[_told] & ~WaitingMark) - first);
            if (at + _pointerSize <= read)
                Add(at, (_objects[_told] & WaitingMark) != 0);
        }
    }

    private void Add(int at, bool waits)
    {
        var header = BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(at - sizeof(uint)));
        var table = _pointerSize == 8 ? BitConverter.ToUInt64(_block, at) : BitConverter.ToUInt32(_block, at);
        table &= ~((ulong)_pointerSize - 1);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_byTable, table, out _);
        if (waits)
            count.Waiting++;
        else if ((header & FinalizerHasRun) != 0)
            count.Suppressed++;
        else
            count.Registered++;
    }
}

/// <summary>Finalizable objects of one method table.</summary>
internal struct FinalizableCount
{
    public long Registered;
    public long Suppressed;
    public long Waiting;
}
