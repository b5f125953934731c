using System.Threading.Channels;
using Fleet.Analysis.Incidents;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Replay;

/// <summary>What a replayed file says of its fleet.</summary>
/// <param name="Summaries">Summaries read.</param>
/// <param name="SkippedLines">Lines that could not be read.</param>
/// <param name="Rows">Rows of histograms in the summaries.</param>
/// <param name="Instances">Instances that they are of.</param>
/// <param name="From">First summary, UTC; null when there is none.</param>
/// <param name="To">Newest summary, UTC; null when there is none.</param>
/// <param name="Incidents">All incidents at the end, closed ones too, worst first.</param>
/// <param name="Cut">Where the series is cut off; null when it is whole.</param>
public sealed record ReplayOutcome(
    long Summaries, long SkippedLines, long Rows, int Instances, DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<Incident> Incidents, SeriesCut? Cut = null);

/// <summary>The last summary before the cut of a series that is cut off.</summary>
/// <param name="After">Of which instance it is; null when there is none.</param>
/// <param name="At">When it was taken, UTC.</param>
public sealed record SeriesCut(InstanceIdentity? After, DateTimeOffset At);

/// <summary>Reads a recorded series and lives through it: one thread reads, another analyses.</summary>
public static class FleetReplay
{
    private const int Ahead = 64;

    /// <summary>
    /// Replays a series. It is read once, in constant memory; only when some instance's summaries turn out to lie in another order than
    /// they were taken in, it is read again, held in memory and sorted. Of one that is cut off, all that comes before the cut is replayed.
    /// </summary>
    /// <param name="open">Opens the series, decompressed, at its beginning; it says by an <see cref="EndOfStreamException"/> that it is cut off.</param>
    /// <param name="options">What the analysis takes for granted.</param>
    /// <param name="skipped">Told the number of each line that can't be read, and why.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">The series can't be read.</exception>
    /// <exception cref="InvalidDataException">It is compressed and damaged.</exception>
    public static async Task<ReplayOutcome> RunAsync(
        Func<Stream> open, AnalysisOptions options, Action<long, string> skipped, CancellationToken cancellationToken)
    {
        var timeline = new FleetTimeline(options);
        var (skippedLines, cut) = await ReadAsync(open, skipped, timeline.Observe, cancellationToken);
        if (timeline.OutOfOrder)
        {
            var summaries = new List<InstanceSummary>();
            // Complaints were made the first time.
            await ReadAsync(open, (_, _) => { }, summary => summaries.Add(Kept(summary)), cancellationToken);
            timeline = new FleetTimeline(options);
            foreach (var summary in summaries.OrderBy(summary => summary.TakenAt))
                timeline.Observe(summary);
        }

        var any = timeline.Summaries > 0;
        var incidents = timeline.Play();
        return new ReplayOutcome(
            timeline.Summaries, skippedLines, timeline.Rows, timeline.Instances, any ? timeline.From : null, any ? timeline.To : null, incidents, cut);
    }

    private static async Task<(long SkippedLines, SeriesCut? Cut)> ReadAsync(
        Func<Stream> open, Action<long, string> skipped, Action<InstanceSummary> observe, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<ReplaySummary>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ProduceAsync(open, skipped, channel.Writer, cancellationToken), cancellationToken);
        var last = new SeriesCut(null, DateTimeOffset.MinValue);
        await foreach (var read in channel.Reader.ReadAllAsync(cancellationToken))
        {
            observe(read.Summary);
            last = new SeriesCut(read.Summary.Instance, read.Summary.TakenAt);
            read.Return();
        }

        var (skippedLines, whole) = await reading;
        return (skippedLines, whole ? null : last);
    }

    private static async Task<(long SkippedLines, bool Whole)> ProduceAsync(
        Func<Stream> open, Action<long, string> skipped, ChannelWriter<ReplaySummary> writer, CancellationToken cancellationToken)
    {
        ReplayReader? reader = null;
        try
        {
            await using var stream = open();
            reader = new ReplayReader(stream, skipped);
            while (reader.Read() is { } summary)
                await writer.WriteAsync(summary, cancellationToken);
            return (reader.SkippedLines, true);
        }
        catch (EndOfStreamException) when (reader is not null)
        {
            return (reader.SkippedLines, false);
        }
        finally
        {
            // What went wrong is told by the task, not by the channel.
            writer.Complete();
        }
    }

    private static InstanceSummary Kept(InstanceSummary summary) =>
        summary with { Heap = summary.Heap with { Types = [.. summary.Heap.Types] } };
}
