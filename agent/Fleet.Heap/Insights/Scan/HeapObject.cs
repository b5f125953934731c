using Fleet.Heap.Walking;

namespace Fleet.Heap.Insights.Scan;

/// <summary>An object that a scan has come to.</summary>
/// <param name="type">Its type.</param>
/// <param name="address">Of its method table pointer.</param>
/// <param name="size">Bytes, alignment included.</param>
/// <param name="length">Elements or characters; 0 for what has none.</param>
/// <param name="generation">Where it lives.</param>
/// <param name="bytes">From its address on, as much as is at hand: the whole object unless it is larger than a block.</param>
internal readonly ref struct HeapObject(
    ScannedType type, ulong address, long size, uint length, HeapGeneration generation, ReadOnlySpan<byte> bytes)
{
    public ScannedType Type { get; } = type;

    public ulong Address { get; } = address;

    public long Size { get; } = size;

    public uint Length { get; } = length;

    public HeapGeneration Generation { get; } = generation;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
