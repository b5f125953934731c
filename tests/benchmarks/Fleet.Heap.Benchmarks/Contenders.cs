using System.Diagnostics;
using Fleet.Contracts.Heap;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Benchmarks;

/// <summary>One way to count a heap.</summary>
internal sealed record Contender(string Name, Func<int, Measurement> Measure);

/// <summary>The ways that are compared.</summary>
internal static class Contenders
{
    public const string Reference = "ClrMD EnumerateObjects, suspended";

    public static IReadOnlyList<Contender> All { get; } =
    [
        new(Reference, pid => ByClrMd(pid)),
        new("own walk, suspended, 1 thread", pid => InProcess(pid, 1, concurrent: false)),
        new("own walk, suspended, 2 threads", pid => InProcess(pid, 2, concurrent: false)),
        new("own walk, concurrent, 1 thread", pid => InProcess(pid, 1, concurrent: true)),
        new("own walk, concurrent, 2 threads", pid => InProcess(pid, 2, concurrent: true)),
        new("whole heap worker, cold, concurrent, 2 threads", Worker),
    ];

    private static Measurement InProcess(int pid, int threads, bool concurrent)
    {
        var since = Stopwatch.GetTimestamp();
        var summary = HeapReader.ReadLive(pid, new LiveReadOptions { Threads = threads, ConcurrentFrom = concurrent ? 0 : long.MaxValue });
        return Of(summary, Stopwatch.GetElapsedTime(since), 0);
    }

    private static Measurement Worker(int pid)
    {
        var (summary, took, peak) = WorkerProcess.Look(pid);
        return Of(summary, took, peak);
    }

    private static Measurement Of(HeapSummary summary, TimeSpan took, long peak) => summary.Complete
        ? new Measurement(took.TotalMilliseconds, summary.PauseMs, summary.Objects, summary.Bytes, peak / 1_048_576.0)
        : throw new InvalidOperationException(summary.IncompleteReason);

    private static Measurement ByClrMd(int pid)
    {
        var since = Stopwatch.GetTimestamp();
        using var target = DataTarget.AttachToProcess(pid, suspend: true, new DataTargetOptions { SymbolPaths = [] });
        var clr = target.ClrVersions[0];
        using var runtime = clr.CreateRuntime(Path.Combine(Path.GetDirectoryName(clr.ModuleInfo.FileName)!, "libmscordaccore.so"), ignoreMismatch: true);
        var counts = new Dictionary<ulong, (long Objects, long Bytes)>();
        foreach (var found in runtime.Heap.EnumerateObjects())
        {
            if (found.IsFree || found.Type is null)
                continue;

            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, found.Type.MethodTable, out _);
            count.Objects++;
            count.Bytes += (long)((found.Size + 7) & ~7UL);
        }

        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return new Measurement(took, took, counts.Values.Sum(count => count.Objects), counts.Values.Sum(count => count.Bytes), 0);
    }
}
