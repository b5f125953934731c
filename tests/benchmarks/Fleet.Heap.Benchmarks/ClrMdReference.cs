using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Benchmarks;

/// <summary>ClrMD's own enumeration, as its documentation shows it.</summary>
internal static class ClrMdReference
{
    public static Measurement OfProcess(int pid)
    {
        var since = Stopwatch.GetTimestamp();
        using var target = DataTarget.AttachToProcess(pid, suspend: true, new DataTargetOptions { SymbolPaths = [] });
        return Count(target, since, paused: true);
    }

    public static Measurement OfDump(string path)
    {
        var since = Stopwatch.GetTimestamp();
        using var target = DataTarget.LoadDump(path, new DataTargetOptions { SymbolPaths = [] });
        return Count(target, since, paused: false);
    }

    private static Measurement Count(DataTarget target, long since, bool paused)
    {
        var clr = target.ClrVersions[0];
        using var runtime = clr.CreateRuntime(Path.Combine(Path.GetDirectoryName(clr.ModuleInfo.FileName)!, "libmscordaccore.so"), ignoreMismatch: true);
        var counts = new Dictionary<ulong, (long Objects, long Bytes)>();
        foreach (var found in runtime.Heap.EnumerateObjects())
        {
            if (found.IsFree || found.Type is null)
                continue;

            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, found.Type.MethodTable, out _);
            count.Objects++;
            count.Bytes += (long)((found.Size + 7) & ~7UL);
        }

        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return new Measurement(took, paused ? took : 0, counts.Values.Sum(count => count.Objects), counts.Values.Sum(count => count.Bytes), 0);
    }
}
