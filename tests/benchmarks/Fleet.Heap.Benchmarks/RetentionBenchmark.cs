using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Contracts.Heap;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Heap.Benchmarks;

/// <summary>Who holds what, and retained sizes, by whole heap workers: their time, and the memory that is theirs alone.</summary>
internal static class RetentionBenchmark
{
    public static async Task<int> RunAsync(int objects)
    {
        var dump = Path.Combine(Path.GetTempPath(), $"fleet-retention-{Environment.ProcessId}.dmp");
        try
        {
            Console.WriteLine("| what | whole process ms | retention ms | dominators ms | pause ms | objects | peak private MB |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            using (var shape = ShapeUnderTest.Start("documented", objects))
            {
                await WriteAsync("live, --retention", ["--pid", shape.Pid.ToString(CultureInfo.InvariantCulture), "--retention"]);
                new DiagnosticsClient(shape.Pid).WriteDump(DumpType.WithHeap, dump, logDumpGeneration: false);
            }

            await WriteAsync("core dump, --retention", ["--dump", dump, "--retention"]);
            await WriteAsync("core dump, --retention --dominators", ["--dump", dump, "--retention", "--dominators"]);
            return 0;
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private static async Task WriteAsync(string name, string[] arguments)
    {
        var since = Stopwatch.GetTimestamp();
        using var worker = Process.Start(new ProcessStartInfo(ShapeUnderTest.Sibling("Fleet.HeapWorker", "fleet-heap-worker"), arguments) { RedirectStandardOutput = true })!;
        var output = worker.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!worker.WaitForExit(5))
            peak = Math.Max(peak, PrivateBytes(worker.Id));

        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        var summary = JsonSerializer.Deserialize(await output, HeapSummaryJson.Default.HeapSummary)!;
        var retention = summary.Retention is { Complete: true } complete ? complete : throw new InvalidOperationException(summary.Retention?.IncompleteReason);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {took:F0} | {retention.Ms:F0} | {retention.Dominators?.Ms ?? 0:F0} | {summary.PauseMs:F0} | {retention.Objects} | {peak / 1_048_576.0:F0} |"));
    }

    // Resident memory that is no file's: a mapped dump is not ours to count.
    private static long PrivateBytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan("RssAnon:".Length).TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0; // it ended
        }
    }
}
