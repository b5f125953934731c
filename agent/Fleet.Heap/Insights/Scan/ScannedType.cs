using Fleet.Heap.Walking;

namespace Fleet.Heap.Insights.Scan;

/// <summary>A method table as a scan knows it, with those that want to see its objects.</summary>
/// <param name="table">What steps need.</param>
internal sealed class ScannedType(MethodTable table)
{
    public ulong Address { get; } = table.Address;

    public uint BaseSize { get; } = table.BaseSize;

    public uint ComponentSize { get; } = table.ComponentSize;

    public MethodTable Table { get; } = table;

    /// <summary>Who looks at objects of it; nobody for most types.</summary>
    public IObjectProbe[] Probes { get; set; } = [];

    /// <summary>Bytes of an object, alignment not included.</summary>
    public ulong SizeOf(uint length) => BaseSize + (ulong)ComponentSize * length;
}
