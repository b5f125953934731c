namespace Fleet.Heap;

/// <summary>How a dump is read.</summary>
public sealed record DumpReadOptions : HeapReadOptions;
