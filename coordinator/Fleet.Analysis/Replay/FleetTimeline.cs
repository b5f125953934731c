using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Replay;

/// <summary>
/// A fleet's past, lived again: the trends of every instance see its summaries in their order, and the correlator sees the fleet by the
/// clock of the data. These are the objects that the live fleet uses, so the same summaries give the same incidents. Trends don't know of
/// each other, so summaries may come interleaved in any way, as long as each instance's own are in order. Not thread-safe.
/// </summary>
public sealed class FleetTimeline(AnalysisOptions options)
{
    private readonly Dictionary<InstanceIdentity, Run> _runs = [];
    private readonly List<Moment> _moments = [];

    /// <summary>Summaries that were taken in.</summary>
    public long Summaries => _moments.Count;

    /// <summary>Rows of histograms in them.</summary>
    public long Rows { get; private set; }

    /// <summary>Instances they are of.</summary>
    public int Instances => _runs.Count;

    /// <summary>First summary, UTC.</summary>
    public DateTimeOffset From { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Newest summary, UTC.</summary>
    public DateTimeOffset To { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Some instance's summaries came in another order than they were taken in.</summary>
    public bool OutOfOrder { get; private set; }

    /// <summary>Takes one summary; its rows are not kept.</summary>
    public void Observe(InstanceSummary summary)
    {
        if (!_runs.TryGetValue(summary.Instance, out var run))
        {
            run = new Run(new InstanceTrends(summary.Instance, options));
            _runs.Add(summary.Instance, run);
        }

        OutOfOrder |= summary.TakenAt < run.LastTaken;
        run.LastTaken = summary.TakenAt;
        run.Trends.Observe(summary);
        Rows += summary.Heap.Types.Count;
        From = summary.TakenAt < From ? summary.TakenAt : From;
        To = summary.TakenAt > To ? summary.TakenAt : To;
        var suspects = run.Trends.Findings();
        _moments.Add(new Moment(
            summary.TakenAt,
            summary.Instance,
            run.Trends.HasObserved ? run.Trends.Standing() : null,
            suspects.Count == 0 && run.Suspects.Count == 0 ? null : suspects));
        run.Suspects = suspects;
    }

    /// <summary>Lets the correlator live through all of it.</summary>
    /// <returns>All incidents at the end, closed ones too, worst first.</returns>
    public IReadOnlyList<Incident> Play()
    {
        var fleet = new FleetMoment(new Correlator(options));
        // A stable order: of two summaries at one time, the one that came first.
        var interval = Interval();
        var next = DateTimeOffset.MinValue;
        foreach (var moment in _moments.OrderBy(moment => moment.At))
        {
            if (moment.At > next)
            {
                fleet.Correlate();
                next = moment.At + interval;
            }

            fleet.Take(moment.Instance, moment.Standing, moment.Suspects);
        }

        fleet.Correlate();
        return fleet.Incidents;
    }

    // Once for every round of looks, as often as anything new can be said.
    private TimeSpan Interval()
    {
        var gaps = _runs.Values
            .Where(run => run.Trends.HasObserved)
            .Select(run => run.Trends.Standing())
            .Where(standing => standing.Summaries > 1)
            .Select(standing => standing.LookInterval)
            .Order()
            .ToList();
        return gaps.Count == 0 ? TimeSpan.Zero : gaps[gaps.Count / 2];
    }

    private sealed class Run(InstanceTrends trends)
    {
        public InstanceTrends Trends { get; } = trends;

        public DateTimeOffset LastTaken { get; set; } = DateTimeOffset.MinValue;

        public IReadOnlyList<Suspect> Suspects { get; set; } = [];
    }

    private readonly record struct Moment(
        DateTimeOffset At, InstanceIdentity Instance, InstanceStanding? Standing, IReadOnlyList<Suspect>? Suspects);
}
