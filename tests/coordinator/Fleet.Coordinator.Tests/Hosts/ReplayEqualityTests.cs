using Fleet.Analysis;
using Fleet.Analysis.Replay;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Heap;
using Fleet.Coordinator.Tests.Kit;
using Incident = Fleet.Contracts.ConsoleApi.Incident;
using IncidentState = Fleet.Analysis.Incidents.IncidentState;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class ReplayEqualityTests : IDisposable
{
    private const int Looks = 60;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_live_fleet_and_a_replay_of_its_summaries_say_the_same()
    {
        var summaries = Fleet().ToList();
        var timeline = new FleetTimeline(new AnalysisOptions());
        foreach (var summary in summaries)
            timeline.Observe(summary);
        var replayed = Assert.Single(timeline.Play(), incident => incident.State == IncidentState.Open);

        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, "--Correlation:Interval", "00:00:00.3", "--SnapshotLog:CheckpointEvery", "7");
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        for (var i = 0; i < summaries.Count; i++)
            await agent.SendAsync((ulong)i + 1, summaries[i]);
        await agent.AckedAsync((ulong)summaries.Count);
        using var console = new ConsoleClient(coordinator.Grpc);
        var live = await UpToDateAsync(console, replayed);

        Assert.Equal((replayed.Id, replayed.Type, replayed.Module, replayed.Protocol, replayed.QAction), (live.Id, live.Type, live.Module, live.Protocol, live.Qaction));
        Assert.Equal(replayed.ProtocolVersions, live.ProtocolVersions);
        Assert.Equal(replayed.RelatedTypes, live.RelatedTypes);
        Assert.Equal(replayed.Instances.Select(instance => instance.Instance.ToString()), live.Instances.Select(instance => instance.InstanceId));
        Assert.Equal(replayed.BytesPerHour.Estimate, live.BytesPerHour.Estimate_, 1e-3);
        Assert.Equal(replayed.BytesPerHour.Low, live.BytesPerHour.Low, 1e-3);
        Assert.Equal(replayed.TimeToLimit!.Hours.High, live.TimeToLimit.Hours.High, 1e-6);
        Assert.Equal((replayed.ExplainedBy!.Attribute, replayed.ExplainedBy.Value, replayed.ExplainedBy.PValue), (live.ExplainedBy.Attribute, live.ExplainedBy.Value, live.ExplainedBy.PValue));
        Assert.Equal(replayed.Confidence, live.Confidence, 1e-9);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<InstanceSummary> Fleet()
    {
        for (var look = 1; look <= Looks; look++)
        {
            var at = Summaries.Start.AddMinutes(5 * look);
            yield return Summaries.Of(Summaries.Instance(pid: 100), at, leaked: 1000 + (5000L * look));
            yield return Summaries.Of(Summaries.Instance(pid: 200), at.AddSeconds(7)) with { Protocols = [new HostedProtocol("Acme Sleep", "2.0.0.1", 4)] };
            yield return Summaries.Of(Summaries.Instance(pid: 300), at.AddSeconds(9), leaked: 3000 + (7000L * look));
        }
    }

    // The correlator comes round on a timer: what it said before the last summary is not what is asked for.
    private static Task<Incident> UpToDateAsync(ConsoleClient console, Analysis.Incidents.Incident replayed) => Asking.UntilAsync(async patience =>
        (await console.Fleet.ListIncidentsAsync(new ListIncidentsRequest(), cancellationToken: patience)).Incidents.SingleOrDefault() is { } incident
        && incident.UpdatedAt.ToDateTimeOffset() == replayed.UpdatedAt
            ? incident
            : null);
}
