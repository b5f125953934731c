using System.Diagnostics;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Benchmarks;

/// <summary>One way to count a heap.</summary>
internal sealed record Contender(string Name, Func<int, Measurement> Measure);

/// <summary>The ways that are compared.</summary>
internal static class Contenders
{
    public const string Reference = "ClrMD EnumerateObjects, suspended";

    public static IReadOnlyList<Contender> All { get; } =
    [
        new(Reference, ClrMdReference.OfProcess),
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
}
