using System.Diagnostics;
using System.Globalization;
using Fleet.Analysis;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Tests.Kit;

namespace Fleet.Coordinator.Benchmarks;

/// <summary>What the steps of taking a summary in cost by themselves, in this process, one after the other.</summary>
internal static class PhaseBenchmark
{
    private const int Rounds = 60;

    public static async Task RunAsync(int types, TextWriter output)
    {
        using var folder = new TemporaryFolder();
        await using var log = new LocalLog(folder["fleet.db"]);
        var dictionary = new TypeDictionary(log.Database);
        var instance = Summaries.Instance();
        var summaries = Enumerable.Range(0, Rounds).Select(i => Summaries.Of(instance, Summaries.Start.AddMinutes(5 * i), types, 1000 + (500 * i))).ToList();
        var ids = await dictionary.NumberAsync(summaries[0].Heap.Types, log.Writer, CancellationToken.None);

        var encoder = new SummaryStreamEncoder();
        var frames = summaries.Select((s, i) => encoder.Encode((ulong)i + 1, 1, s)).ToList();
        var decoder = new SummaryStreamDecoder();
        Time(output, "decode a frame", frames, f => decoder.Decode(f, instance, "SLScripting", 64));
        Time(output, "encode for the log", summaries, s => SummaryBlob.Encode(s, ids));
        var blobs = summaries.Select(s => SummaryBlob.Encode(s, ids)).ToList();
        Time(output, "decode from the log", blobs, b => SummaryBlob.Decode(instance, "SLScripting", 64, b, dictionary));
        var trends = new InstanceTrends(instance, new AnalysisOptions());
        Time(output, "take into the trends", summaries, s => { trends.Observe(s); return trends; });
        Time(output, "list suspects", summaries, _ => trends.Suspects());
        Time(output, "write a checkpoint", summaries, _ => trends.ToCheckpoint());

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
            await log.Log.AppendAsync(new SpoolPosition("s", i + 1, 0), summaries[i], CancellationToken.None);
        Tell(output, "append, one at a time", started, Rounds);
        started = Stopwatch.GetTimestamp();
        await Task.WhenAll(summaries.Select((s, i) => log.Log.AppendAsync(new SpoolPosition("t", i + 1, 0), s, CancellationToken.None)));
        Tell(output, "append, all at once", started, Rounds);
    }

    private static void Time<TIn, TOut>(TextWriter output, string what, List<TIn> inputs, Func<TIn, TOut> step)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var input in inputs)
            step(input);
        Tell(output, what, started, inputs.Count);
    }

    private static void Tell(TextWriter output, string what, long started, int count) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds / count:0.00} ms"));
}
