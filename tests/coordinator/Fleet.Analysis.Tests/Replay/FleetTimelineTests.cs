using Fleet.Analysis.Incidents;
using Fleet.Analysis.Replay;
using Fleet.Analysis.Tests.Incidents;
using Fleet.Analysis.Tests.Lab;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Replay;

public sealed class FleetTimelineTests
{
    private const int Looks = 120;

    [Fact]
    public void Instances_may_be_interleaved_in_any_way()
    {
        var summaries = Summaries();

        var byTime = Play(summaries.OrderBy(summary => summary.TakenAt));
        var byInstance = Play(summaries.OrderBy(summary => summary.Instance.Pid).ThenBy(summary => summary.TakenAt));

        Assert.Equal("Vendor Modem", Assert.Single(byTime, incident => incident.State == IncidentState.Open).Protocol);
        Assert.Equal(byTime.Select(Told), byInstance.Select(Told));
    }

    [Fact]
    public async Task Lines_out_of_order_say_the_same_as_in_order()
    {
        var summaries = Summaries().OrderBy(summary => summary.TakenAt).ToList();
        var shuffled = summaries.ToList();
        for (var i = 0; i + 3 < shuffled.Count; i += 3)
            (shuffled[i], shuffled[i + 3]) = (shuffled[i + 3], shuffled[i]);

        var ordered = await FleetReplay.RunAsync(() => ReplayText.Stream(summaries), new AnalysisOptions(), Fail, CancellationToken.None);
        var sorted = await FleetReplay.RunAsync(() => ReplayText.Stream(shuffled), new AnalysisOptions(), Fail, CancellationToken.None);

        Assert.Equal(summaries.Count, sorted.Summaries);
        Assert.NotEmpty(ordered.Incidents);
        Assert.Equal(ordered.Incidents.Select(Told), sorted.Incidents.Select(Told));
    }

    [Fact]
    public void Summaries_that_come_twice_change_nothing()
    {
        var summaries = Summaries().OrderBy(summary => summary.TakenAt).ToList();

        Assert.Equal(Play(summaries).Select(Told), Play(summaries.SelectMany(summary => new[] { summary, summary })).Select(Told));
    }

    [Fact]
    public void One_clock_that_leaps_ahead_does_not_stop_the_fleet()
    {
        var summaries = Summaries().OrderBy(summary => summary.TakenAt).ToList();
        var mad = summaries[^1] with { TakenAt = summaries[^1].TakenAt.AddYears(20) };
        var stranger = mad with { Instance = new("dma-99", 1, mad.TakenAt.AddDays(-1)) };

        Assert.Equal(Play(summaries).Select(Told), Play(summaries.Append(mad).Append(stranger)).Select(Told));
    }

    [Fact]
    public void An_empty_series_says_nothing()
    {
        Assert.Empty(Play([]));
    }

    [Fact]
    public void Hosts_of_instances_that_live_for_a_minute_and_pids_that_come_again_are_borne()
    {
        var summaries = new List<InstanceSummary>();
        for (var i = 0; i < 2000; i++)
        {
            var process = new SimulatedProcess(Pace.Slow, i, pid: 1 + (i % 3), startedAfter: i).WithBackground(5);
            summaries.Add(process.Look(0.2));
            if (i % 2 == 0)
                summaries.Add(process.Look(0.4));
        }

        Assert.Empty(Play(summaries));
    }

    private static void Fail(long line, string reason) => Assert.Fail($"Line {line}: {reason}");

    private static IReadOnlyList<Incident> Play(IEnumerable<InstanceSummary> summaries)
    {
        var timeline = new FleetTimeline(new AnalysisOptions());
        foreach (var summary in summaries)
            timeline.Observe(summary);
        return timeline.Play();
    }

    private static (string, string?, IncidentState, DateTimeOffset, string, double) Told(Incident incident) =>
        (incident.Id, incident.Type, incident.State, incident.DetectedAt, string.Join(' ', incident.Instances.Select(affected => affected.Instance)), incident.BytesPerHour.Estimate);

    private static List<InstanceSummary> Summaries()
    {
        SimulatedProcess[] processes =
        [
            new SimulatedProcess(Pace.Slow, 1, "dma-01", 1).WithBackground(15).Hosts(("Vendor Modem", "1.0.0.4")).LeaksSessions("Vendor Modem", "1.0.0.4"),
            new SimulatedProcess(Pace.Slow, 2, "dma-02", 2).WithBackground(15).Hosts(("Vendor Modem", "1.0.0.4")).LeaksSessions("Vendor Modem", "1.0.0.4"),
            new SimulatedProcess(Pace.Slow, 3, "dma-03", 3).WithBackground(15).Hosts(("Vendor Router", "1.0.0.4")).HoldsStrings(),
            new SimulatedProcess(Pace.Slow, 4, "dma-04", 4).WithBackground(15).Hosts(("Vendor Router", "1.0.0.4")).HoldsStrings(),
        ];
        return [.. Enumerable.Range(1, Looks).SelectMany(look => processes.Select(process => process.Look(look)))];
    }
}
