using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Analysis.Replay;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Benchmarks;

/// <summary>How many rows of histograms <c>fleet replay</c> takes in a second, parsing included: from memory, so that no disk is measured.</summary>
internal static class ReplayBenchmark
{
    private const int Types = 2_000;
    private const int Looks = 1_000;

    public static async Task RunAsync()
    {
        using var file = new MemoryStream();
        var heap = new SyntheticHeap(Types);
        for (var look = 0; look < Looks; look++)
            Write(file, heap.Look(look));
        var bytes = file.ToArray();

        // The first round also compiles.
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            var outcome = await FleetReplay.RunAsync(() => new MemoryStream(bytes, writable: false), heap.Options, (line, reason) => throw new InvalidDataException($"Line {line}: {reason}"), CancellationToken.None);
            watch.Stop();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"replay: {outcome.Rows} rows, {bytes.Length / 1e6:0} MB in {watch.Elapsed.TotalSeconds:0.000} s: {outcome.Rows / watch.Elapsed.TotalSeconds / 1e6:0.00} million rows/s, {outcome.Incidents.Count} incidents"));
        }
    }

    private static void Write(Stream stream, InstanceSummary summary)
    {
        JsonSerializer.Serialize(stream, new
        {
            at = summary.TakenAt,
            node = summary.Instance.NodeId,
            process = new { name = summary.Heap.Process.Name, pid = summary.Instance.Pid, startedAt = summary.Instance.StartedAt, bits = summary.Heap.Process.Bits },
            protocols = Array.Empty<string>(),
            memory = new { privateBytes = summary.Memory.PrivateBytes, managedBytes = summary.Memory.ManagedBytes, limitBytes = 0, gcCounts = summary.Memory.GcCounts },
            types = summary.Heap.Types.Select(row => new object[] { row.Name, row.Module, row.Count, row.Bytes, row.Gen2 }),
        });
        stream.WriteByte((byte)'\n');
    }
}
