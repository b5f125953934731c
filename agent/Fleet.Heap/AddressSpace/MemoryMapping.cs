namespace Fleet.Heap.AddressSpace;

/// <summary>Addresses that are taken.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct MemoryMapping(ulong Start, ulong End);
