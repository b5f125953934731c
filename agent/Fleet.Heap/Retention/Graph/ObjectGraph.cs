using System.Runtime.CompilerServices;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Retention.Graph;

/// <summary>A heap as objects and references, read from memory as it is asked for. For one thread.</summary>
internal sealed unsafe class ObjectGraph
{
    private readonly ulong _tableMask;
    private readonly ObjectLayout _layout;

    public ObjectGraph(PagedMemory memory, WalkPlan plan, ulong freeTable, ITypeNaming naming)
    {
        Memory = memory;
        PointerSize = plan.PointerSize;
        _layout = new ObjectLayout(PointerSize);
        _tableMask = ~((ulong)PointerSize - 1);
        Space = new HeapSpace(plan, Damage);
        Types = new GraphTypes(memory, PointerSize, freeTable, naming, Damage);
    }

    /// <summary>Where it is read from.</summary>
    public PagedMemory Memory { get; }

    /// <summary>4 or 8.</summary>
    public int PointerSize { get; }

    /// <summary>Its addresses.</summary>
    public HeapSpace Space { get; }

    /// <summary>Its types.</summary>
    public GraphTypes Types { get; }

    /// <summary>What made no sense.</summary>
    public GraphDamage Damage { get; } = new();

    /// <summary>Type and size, alignment included, of the object at an address; false when there is none.</summary>
    /// <param name="address">Of the object.</param>
    /// <param name="range">The range of <see cref="Space"/> that the address is in.</param>
    /// <param name="type">Its type.</param>
    /// <param name="size">Its bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ulong address, int range, out GraphType type, out ulong size)
    {
        size = 0;
        type = null!;
        var head = Memory.At(address, _layout.HeaderBytes);
        if (head is null)
            return false;

        var table = (PointerSize == 8 ? *(ulong*)head : *(uint*)head) & _tableMask;
        var length = *(uint*)(head + PointerSize);
        if (Types.Of(table) is not { } found)
            return false;

        type = found;
        size = found.BaseSize + (ulong)found.ComponentSize * (found.ComponentSize == 0 ? 0 : length);
        ulong align = _layout.Alignment(Space.Generation(range)) - 1;
        size = Math.Max((size + align) & ~align, _layout.SmallestObject);
        return size <= Space.End(range) - address;
    }

    /// <summary>Gives all references of an object, in the order of their addresses within a run.</summary>
    public void Read<TSink>(ulong address, GraphType type, ref TSink sink)
        where TSink : struct, IReferenceSink
    {
        if (type.LoaderAllocator != 0)
        {
            sink.Reserve(1);
            sink.Add(type.LoaderAllocator, 0);
        }

        if (type.References is not { } map)
            return;

        ulong elements = 0;
        if (type.ComponentSize != 0)
        {
            var length = Memory.At(address + (ulong)PointerSize, sizeof(uint));
            elements = length is null ? 0 : *(uint*)length;
        }

        if (map.Stride == 0)
        {
            var grown = map.GrowsWithLength ? elements * type.ComponentSize : 0;
            foreach (var run in map.Runs)
                ReadRun(address + (ulong)run.Offset, (ulong)run.Bytes + grown, ref sink);
            return;
        }

        var element = address + (ulong)map.Start;
        for (ulong i = 0; i < elements; i++, element += (ulong)map.Stride)
            foreach (var run in map.Runs)
                ReadRun(element + (ulong)run.Offset, (ulong)run.Bytes, ref sink);
    }

    private void ReadRun<TSink>(ulong at, ulong bytes, ref TSink sink)
        where TSink : struct, IReferenceSink
    {
        while (bytes > 0)
        {
            var length = (int)Math.Min(bytes, PagedMemory.MostBytes);
            sink.Reserve(length / PointerSize);
            var first = Memory.At(at, length);
            if (first is null)
            {
                Damage.Add(at, "references can't be read");
                return;
            }

            if (PointerSize == 8)
                Give((ulong*)first, length / 8, at, ref sink);
            else
                Give((uint*)first, length / 4, at, ref sink);
            at += (ulong)length;
            bytes -= (ulong)length;
        }
    }

    private static void Give<TSink>(ulong* first, int count, ulong at, ref TSink sink)
        where TSink : struct, IReferenceSink
    {
        for (var i = 0; i < count; i++)
            if (first[i] != 0)
                sink.Add(first[i], at + (ulong)i * 8);
    }

    private static void Give<TSink>(uint* first, int count, ulong at, ref TSink sink)
        where TSink : struct, IReferenceSink
    {
        for (var i = 0; i < count; i++)
            if (first[i] != 0)
                sink.Add(first[i], at + (ulong)i * 4);
    }
}
