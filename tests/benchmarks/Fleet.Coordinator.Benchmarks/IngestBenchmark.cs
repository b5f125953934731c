using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Wire;
using Fleet.Coordinator.Tests.Kit;

namespace Fleet.Coordinator.Benchmarks;

/// <summary>How much to send.</summary>
internal sealed record Load(int Types, int Agents, int Instances, int Summaries)
{
    public int Total => Agents * Instances * Summaries;
}

/// <summary>From the first frame sent to the last one acked, with everything encoded before: the coordinator's work alone.</summary>
internal static class IngestBenchmark
{
    public static async Task RunAsync(Load load, TextWriter output)
    {
        using var folder = new TemporaryFolder();
        var started = Stopwatch.GetTimestamp();
        await using var coordinator = await CoordinatorProcess.StartAsync(folder.Path, "--Gateway:MaxInFlight", "64");
        Tell(output, "start until ready", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        Tell(output, "resident at rest", Resident(coordinator.Pid) / 1e6, "MB");

        var frames = Enumerable.Range(0, load.Agents).Select(agent => Encode(load, agent)).ToList();
        Tell(output, "bytes of a first frame", frames[0][0].Frame.CalculateSize(), "B");
        Tell(output, "bytes of a later frame", frames[0][^1].Frame.CalculateSize(), "B");

        var cpu = Cpu(coordinator.Pid);
        started = Stopwatch.GetTimestamp();
        await Task.WhenAll(frames.Select((f, agent) => SendAsync(coordinator, f, agent)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Tell(output, $"{load.Total} summaries of {load.Types} types committed and acked in", seconds, "s");
        Tell(output, "summaries a second", load.Total / seconds, "1/s");
        Tell(output, "processor time of a summary", (Cpu(coordinator.Pid) - cpu).TotalMilliseconds / load.Total, "ms");
        Tell(output, "resident after", Resident(coordinator.Pid) / 1e6, "MB");
        await coordinator.StopAsync();
        Tell(output, "database", new FileInfo(folder["fleet.db"]).Length / 1e6, "MB");
        Tell(output, "of it per summary", new FileInfo(folder["fleet.db"]).Length / (double)load.Total, "B");
    }

    private static List<(InstanceSummary Summary, SummaryFrame Frame)> Encode(Load load, int agent)
    {
        var encoder = new SummaryStreamEncoder();
        var random = new Random(agent);
        var frames = new List<(InstanceSummary, SummaryFrame)>();
        ulong sequence = 0;
        for (var i = 0; i < load.Summaries; i++)
        {
            for (var instance = 0; instance < load.Instances; instance++)
            {
                var whole = Summaries.Of(Summaries.Instance(Node(agent), 100 + instance), Summaries.Start.AddMinutes(5 * i), load.Types, 1000 + (500 * i));
                var summary = whole with { Heap = Disturb(whole.Heap, random) };
                frames.Add((summary, encoder.Encode(++sequence, (uint)instance + 1, summary)));
            }
        }

        return frames;
    }

    /// <summary>Between two looks at a real process about a tenth of all types change.</summary>
    private static HeapSummary Disturb(HeapSummary heap, Random random)
    {
        var rows = heap.Types.Select(row =>
        {
            var more = random.Next(10) == 0 ? random.Next(1, 50) : 0;
            return row with { Count = row.Count + more, Bytes = row.Bytes + (100 * more), Gen2 = row.Gen2 + (100 * more) };
        }).ToList();
        return heap with { Types = rows, Bytes = rows.Sum(r => r.Bytes), Objects = rows.Sum(r => r.Count) };
    }

    private static async Task SendAsync(CoordinatorProcess coordinator, List<(InstanceSummary Summary, SummaryFrame Frame)> frames, int agent)
    {
        await using var stream = await TestAgent.ConnectAsync(coordinator.Grpc, TestAgent.Hello(Node(agent), spool: Node(agent)));
        foreach (var (summary, frame) in frames)
        {
            await stream.AnnounceAsync(summary.Instance, [.. summary.Protocols]);
            await stream.SendAsync(new Contracts.AgentApi.ConnectRequest { Summary = frame });
        }

        await stream.AckedAsync((ulong)frames.Count);
    }

    private static string Node(int agent) => string.Create(CultureInfo.InvariantCulture, $"node-{agent}");

    private static TimeSpan Cpu(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    private static long Resident(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }

    private static void Tell(TextWriter output, string what, double figure, string unit) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {figure:0.##} {unit}"));
}
