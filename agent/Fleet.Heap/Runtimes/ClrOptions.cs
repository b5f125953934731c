using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Runtimes;

/// <summary>How we use ClrMD.</summary>
internal static class ClrOptions
{
    /// <summary>No symbol server, nothing cached that is asked for once.</summary>
    public static DataTargetOptions Create() => new()
    {
        SymbolPaths = [],
        VerifyDacOnWindows = false,
        // Maps the whole file, for which 32 bits have no room.
        UseLockFreeMemoryMapReader = Environment.Is64BitProcess,
        CacheOptions = { CacheFields = false, CacheMethods = false },
    };
}
