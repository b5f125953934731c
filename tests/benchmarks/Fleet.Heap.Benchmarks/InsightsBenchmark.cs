using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Contracts.Heap;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Heap.Benchmarks;

/// <summary>What is wasteful or wrong on heaps full of strings, by whole heap workers: their time and their memory.</summary>
internal static class InsightsBenchmark
{
    private static readonly string[] s_shapes = ["texts", "texts-twice"];

    public static async Task<int> RunAsync(int values)
    {
        var dump = Path.Combine(Path.GetTempPath(), $"fleet-insights-{Environment.ProcessId}.dmp");
        Console.WriteLine("| what | whole process ms | insights ms | pause ms | strings | duplicated values | exact | peak MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in s_shapes)
        {
            try
            {
                using (var shape = ShapeUnderTest.Start(name, values))
                {
                    await WriteAsync($"{name}, live", ["--pid", Text(shape.Pid)]);
                    await WriteAsync($"{name}, live, as long as it takes", ["--pid", Text(shape.Pid), "--pause-budget-ms", "3600000", "--deadline-ms", "3600000"]);
                    new DiagnosticsClient(shape.Pid).WriteDump(DumpType.WithHeap, dump, logDumpGeneration: false);
                }

                await WriteAsync($"{name}, core dump", ["--dump", dump]);
            }
            finally
            {
                File.Delete(dump);
            }
        }

        return 0;
    }

    private static async Task WriteAsync(string name, string[] arguments)
    {
        var since = Stopwatch.GetTimestamp();
        using var worker = Process.Start(new ProcessStartInfo(ShapeUnderTest.Sibling("Fleet.HeapWorker", "fleet-heap-worker"), ["--insights", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = worker.StandardOutput.ReadToEndAsync();
        var errors = worker.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!worker.WaitForExit(5))
            peak = Math.Max(peak, WorkerProcess.PeakBytes(worker));

        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        if (worker.ExitCode != 0)
        {
            var line = (await errors).Trim();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {took:F0} | {line} | | | | | {peak / 1_048_576.0:F0} |"));
            return;
        }

        var summary = JsonSerializer.Deserialize(await output, HeapSummaryJson.Default.HeapSummary)!;
        var insights = summary.Insights!;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {took:F0} | {insights.Ms:F0} | {summary.PauseMs:F0} | {insights.Strings.Strings} | {insights.Strings.DuplicatedValues} | {insights.Strings.Exact} | {peak / 1_048_576.0:F0} |"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
