using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Understands delegates: what they are called on, and those that consist of several.</summary>
internal sealed class Delegates(HeapView view, ScannedTypes scanned, ITypeSource types)
{
    /// <summary>Stands for what is called on no object.</summary>
    public static readonly TypeKey Static = new("(static)", "");

    // More subscriptions than anything but damage has.
    private const uint MostOfOne = 1 << 20;

    private readonly Dictionary<ulong, Shape?> _shapes = [];

    /// <summary>Visits each target of a delegate by its type.</summary>
    /// <returns>How many there are; 0 for what is no delegate.</returns>
    public long Visit(ulong address, Action<TypeKey> visit)
    {
        if (ShapeAt(address) is not { } shape)
            return 0;

        var list = view.Pointer(address + (uint)shape.List);
        var count = view.UInt32(address + (uint)shape.Count);
        if (list == 0 || !IsList(list, count))
        {
            visit(TargetOf(address, shape));
            return 1;
        }

        for (uint i = 0; i < count; i++)
        {
            var one = view.Pointer(list + (2 + i) * (ulong)view.PointerSize);
            visit(ShapeAt(one) is { } inner ? TargetOf(one, inner) : Static);
        }

        return count;
    }

    /// <summary>What a delegate is called on; null when it consists of several, or is none.</summary>
    public TypeKey? Target(ulong address) =>
        ShapeAt(address) is not { } shape ? null
        : view.Pointer(address + (uint)shape.List) is not 0 and var list && IsList(list, view.UInt32(address + (uint)shape.Count)) ? null
        : TargetOf(address, shape);

    /// <summary>The type of any object; null when it is none.</summary>
    public TypeKey? TypeAt(ulong address) =>
        scanned.Find(view.Table(address)) is { } type ? types.Layout(type.Address)?.Key : null;

    private TypeKey TargetOf(ulong address, Shape shape)
    {
        var target = view.Pointer(address + (uint)shape.Target);
        // Those of static methods have themselves as target.
        return target == 0 || target == address ? Static : TypeAt(target) ?? Static;
    }

    // An array of objects, of which as many are in use as the count says. Wrappers of function pointers use both fields otherwise.
    private bool IsList(ulong list, uint count) =>
        count is > 0 and <= MostOfOne
        && scanned.Find(view.Table(list)) is { } type && type.ComponentSize == view.PointerSize
        && count <= view.UInt32(list + (uint)view.PointerSize);

    private Shape? ShapeAt(ulong address)
    {
        if (scanned.Find(view.Table(address)) is not { } type)
            return null;
        if (_shapes.TryGetValue(type.Address, out var known))
            return known;

        Shape? shape = null;
        if (types.Layout(type.Address) is { } layout && layout.Is("System.MulticastDelegate")
            && layout.Offset("_target") is { } target && layout.Offset("_invocationList") is { } list && layout.Offset("_invocationCount") is { } count)
        {
            shape = new Shape(target, list, count);
        }

        return _shapes[type.Address] = shape;
    }

    private sealed record Shape(int Target, int List, int Count);
}
