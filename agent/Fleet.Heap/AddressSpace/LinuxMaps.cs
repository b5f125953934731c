using System.Globalization;

namespace Fleet.Heap.AddressSpace;

/// <summary>Lines of <c>/proc/PID/maps</c>.</summary>
internal static class LinuxMaps
{
    private const ulong LowestAddress = 0x1_0000; // vm.mmap_min_addr as it comes
    private const ulong EndUnder32BitKernel = 0xC000_0000;
    private const ulong EndUnder64BitKernel = 0xFFFF_E000;
    private const uint PageBytes = 4_096;

    /// <summary>Reads a line like <c>7f0c1000-7f0c2000 r--p …</c>; what is none is left out.</summary>
    public static IEnumerable<MemoryMapping> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var dash = line.IndexOf('-', StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (dash > 0 && space > dash
                && ulong.TryParse(line.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
                && ulong.TryParse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end)
                && start < end)
            {
                yield return new MemoryMapping(start, end);
            }
        }
    }

    /// <summary>
    /// Bytes of the longest free run in a 32-bit process. The stack lies at the end of the addresses: within 3 GB under a kernel of
    /// 32 bits, at the end of 4 GB under one of 64.
    /// </summary>
    public static long LongestFreeOf32Bits(IReadOnlyCollection<MemoryMapping> mappings)
    {
        var highest = mappings.Select(mapping => mapping.End).DefaultIfEmpty().Max();
        return FreeAddresses.Longest(mappings, LowestAddress, highest > EndUnder32BitKernel ? EndUnder64BitKernel : EndUnder32BitKernel, PageBytes);
    }
}
