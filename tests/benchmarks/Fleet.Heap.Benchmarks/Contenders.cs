using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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
        new("own walk, 1 thread", pid => InProcess(pid, 1)),
        new("own walk, 2 threads", pid => InProcess(pid, 2)),
        new("whole heap worker, cold, 2 threads", Worker),
    ];

    private static Measurement InProcess(int pid, int threads)
    {
        var since = Stopwatch.GetTimestamp();
        var summary = HeapReader.ReadLive(pid, new LiveReadOptions { Threads = threads });
        return Of(summary, Stopwatch.GetElapsedTime(since), 0);
    }

    private static Measurement Worker(int pid)
    {
        var since = Stopwatch.GetTimestamp();
        using var worker = Process.Start(new ProcessStartInfo(ShapeUnderTest.Sibling("Fleet.HeapWorker", "fleet-heap-worker"))
        {
            ArgumentList = { "--pid", pid.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        })!;
        long peak = 0;
        var output = worker.StandardOutput.ReadToEndAsync();
        while (!worker.WaitForExit(5))
        {
            worker.Refresh();
            peak = Math.Max(peak, worker.HasExited ? 0 : worker.PeakWorkingSet64);
        }

        var took = Stopwatch.GetElapsedTime(since);
        return Of(JsonSerializer.Deserialize(output.GetAwaiter().GetResult(), HeapSummaryJson.Default.HeapSummary)!, took, peak);
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
