using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Counting;

/// <summary>Assemblies by name: code that is compiled again is loaded beside what was there.</summary>
internal static class LoadedAssemblies
{
    /// <summary>Counts them. An assembly that several application domains share is one.</summary>
    public static IReadOnlyList<AssemblyCount> Of(ClrRuntime runtime) => Count(
        runtime.EnumerateModules().DistinctBy(module => module.AssemblyAddress != 0 ? module.AssemblyAddress : module.Address)
            .Select(module => string.IsNullOrEmpty(module.Name) ? module.AssemblyName : module.Name));

    /// <summary>Names as loaders spell them, counted by what they name.</summary>
    public static IReadOnlyList<AssemblyCount> Count(IEnumerable<string?> names) =>
    [
        .. names.Select(ModuleName.Normalise)
            .GroupBy(name => name, StringComparer.Ordinal)
            .Select(loads => new AssemblyCount(loads.Key, loads.Count()))
            .OrderByDescending(row => row.Loaded).ThenBy(row => row.Name, StringComparer.Ordinal),
    ];
}
