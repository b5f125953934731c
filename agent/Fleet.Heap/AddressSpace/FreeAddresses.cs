namespace Fleet.Heap.AddressSpace;

/// <summary>
/// Runs of free addresses. A 32-bit process runs out of memory when no run is long enough for what it asks for, however much is free in all:
/// the collector wants whole segments of 16 MB and more.
/// </summary>
internal static class FreeAddresses
{
    /// <summary>Bytes of the longest run between two addresses that no mapping takes.</summary>
    /// <param name="mappings">In any order; may overlap.</param>
    /// <param name="from">The lowest address that can be handed out.</param>
    /// <param name="to">The one behind the highest.</param>
    /// <param name="granularity">What is handed out starts at a multiple of this: 4 KB pages on Linux, 64 KB on Windows. A power of 2.</param>
    public static long Longest(IEnumerable<MemoryMapping> mappings, ulong from, ulong to, uint granularity)
    {
        ulong longest = 0;
        var free = from;
        foreach (var mapping in mappings.OrderBy(mapping => mapping.Start).Append(new MemoryMapping(to, to)))
        {
            var start = (free + granularity - 1) & ~((ulong)granularity - 1);
            var end = Math.Min(mapping.Start, to);
            if (end > start)
                longest = Math.Max(longest, end - start);
            free = Math.Max(free, mapping.End);
        }

        return (long)longest;
    }
}
