using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Benchmarks;

/// <summary>A heap worker as the agent starts it: a process of its own, cold.</summary>
internal static class WorkerProcess
{
    /// <summary>One look; the time is that of the whole process, the peak its resident bytes.</summary>
    public static (HeapSummary Summary, TimeSpan Took, long PeakBytes) Look(int pid)
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
            peak = Math.Max(peak, PeakBytes(worker));

        var took = Stopwatch.GetElapsedTime(since);
        return (JsonSerializer.Deserialize(output.GetAwaiter().GetResult(), HeapSummaryJson.Default.HeapSummary)!, took, peak);
    }

    /// <summary>Peak resident bytes; 0 of one that has ended.</summary>
    public static long PeakBytes(Process worker)
    {
        try
        {
            worker.Refresh();
            return worker.HasExited ? 0 : worker.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it ended meanwhile
        }
    }
}
