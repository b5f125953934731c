using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class IncidentTests : IDisposable
{
    private static readonly string[] Settings = ["--Analysis:WarmUp", "00:30:00", "--Correlation:Interval", "00:00:00.3", "--SnapshotLog:CheckpointEvery", "10"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_type_that_grows_becomes_an_incident_that_outlives_a_kill()
    {
        var leaking = Summaries.Instance(pid: 100);
        var healthy = Summaries.Instance(pid: 200);
        string id;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, Settings))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            for (ulong i = 1; i <= 45; i++)
            {
                var at = Summaries.Start.AddMinutes(5 * i);
                await agent.SendAsync((2 * i) - 1, Summaries.Of(leaking, at, leaked: 1000 + (5000 * (long)i)));
                await agent.SendAsync(2 * i, Summaries.Of(healthy, at));
            }

            await agent.AckedAsync(90);
            using var console = new ConsoleClient(coordinator.Grpc);
            var incident = await OpenIncidentAsync(coordinator, console);
            Assert.Equal(("Acme.Type0", "Acme Poll", "1"), (incident.Type, incident.Protocol, incident.Qaction));
            var instance = Assert.Single(incident.Instances);
            Assert.Equal((leaking.ToString(), "DMA node-a", "SLScripting"), (instance.InstanceId, instance.NodeName, instance.Instance.ProcessName));
            id = incident.Id;
            var trend = (await console.Fleet.GetTrendAsync(new GetTrendRequest { Type = "Acme.Type0", Instance = "node-a/100" })).Series.Single();
            Assert.Equal("growing", trend.Verdict);
            Assert.InRange(trend.BytesPerHour.Estimate_, 5_000_000, 7_000_000);
            Assert.Equal((id, incident.RelatedTypes.Count + 1), (Assert.Single(trend.Incidents).Id, trend.Incidents[0].Types_));
            Assert.Equal(instance.BytesPerHour, trend.Incidents[0].BytesPerHour);
            var story = (await console.Fleet.GetIncidentAsync(new GetIncidentRequest { IncidentId = id })).Incident;
            Assert.Equal(trend.BytesPerHour, Assert.Single(story.Instances).TypeBytesPerHour);
            Assert.Contains(story.Advice, line => line.Contains("static collection of Acme.Type0", StringComparison.Ordinal));
            Assert.Contains(story.Advice, line => line.Contains("'fleet dump \"DMA node-a/100\" --upload'", StringComparison.Ordinal));
            Assert.Equal(story.Advice, incident.Advice);
            Assert.False(instance.Ended);
            await agent.BeatAsync(healthy);
            await agent.BeatAsync(healthy);
            var ended = await Asking.UntilAsync(async cancellation =>
                (await console.Fleet.GetIncidentAsync(new GetIncidentRequest { IncidentId = id }, cancellationToken: cancellation)).Incident is { } now && now.Instances[0].Ended ? now : null);
            Assert.Equal(IncidentState.Open, ended.State);
            Assert.DoesNotContain(ended.Advice, line => line.Contains("fleet dump", StringComparison.Ordinal));
            var healthyTrend = (await console.Fleet.GetTrendAsync(new GetTrendRequest { Type = "Acme.Type0", Instance = "node-a/200" })).Series.Single();
            Assert.Empty(healthyTrend.Incidents);
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path, Settings);
        using var again = new ConsoleClient(restarted.Grpc);
        Assert.Equal(id, (await OpenIncidentAsync(restarted, again)).Id);
        Assert.Equal(id, (await again.Fleet.GetIncidentAsync(new GetIncidentRequest { IncidentId = id[..4] })).Incident.Id);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await again.Fleet.GetIncidentAsync(new GetIncidentRequest { IncidentId = "zzzz" }));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    [Fact]
    public async Task An_instance_seen_once_with_a_clock_years_ahead_does_not_date_the_incidents_of_others()
    {
        var leaking = Summaries.Instance(pid: 100);
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, Settings);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(pid: 200), Summaries.Start.AddYears(9)));
        for (ulong i = 2; i <= 46; i++)
            await agent.SendAsync(i, Summaries.Of(leaking, Summaries.Start.AddMinutes(5 * i), leaked: 1000 + (5000 * (long)i)));
        await agent.AckedAsync(46);

        using var console = new ConsoleClient(coordinator.Grpc);
        Assert.Equal(2026, (await OpenIncidentAsync(coordinator, console)).DetectedAt.ToDateTime().Year);
    }

    [Fact]
    public async Task Code_that_is_loaded_again_and_again_becomes_an_incident_that_counts()
    {
        var instance = Summaries.Instance(pid: 100);
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, Settings);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        for (ulong i = 1; i <= 60; i++)
        {
            var summary = Summaries.Of(instance, Summaries.Start.AddMinutes(5 * i));
            var details = Summaries.Details() with { Assemblies = [new("Acme Poll.1.0.0.4.QAction.1", 1 + (4 * (long)i)), new("System.Private.CoreLib", 1)] };
            await agent.SendAsync(i, summary with { Heap = summary.Heap with { Details = details } });
        }

        await agent.AckedAsync(60);
        using var console = new ConsoleClient(coordinator.Grpc);
        if ((await console.Fleet.ListIncidentsAsync(new ListIncidentsRequest())).Incidents.Count == 0)
            await coordinator.PrintedAsync("Assemblies of protocol Acme Poll");
        var incident = Assert.Single((await console.Fleet.ListIncidentsAsync(new ListIncidentsRequest())).Incidents);
        Assert.Equal(("assemblies", "Acme Poll", "1", "Acme Poll.1.0.0.4.QAction.1", ""), (incident.Kind, incident.Protocol, incident.Qaction, incident.Culprit, incident.Type));
        Assert.InRange(incident.CountPerHour.Estimate_, 46, 50);
        Assert.Equal(incident.CountPerHour.Estimate_, Assert.Single(incident.Instances).CountPerHour.Estimate_);
        Assert.Equal(0, incident.BytesPerHour.Estimate_);
        Assert.Contains(incident.Advice, line => line.StartsWith("QAction 1 in Acme Poll is compiled and loaded again and again", StringComparison.Ordinal));
        // A line in bytes does not grow by what is counted.
        var line = (await console.Fleet.GetTrendAsync(new GetTrendRequest { Instance = "node-a/100" })).Series.Single(s => s.Type.Length == 0);
        Assert.Empty(line.Incidents);
        Assert.NotEqual("growing", line.Verdict);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The incident: known from before the kill, or else found anew, of which the log tells.</summary>
    private static async Task<Incident> OpenIncidentAsync(CoordinatorProcess coordinator, ConsoleClient console)
    {
        var incidents = (await console.Fleet.ListIncidentsAsync(new ListIncidentsRequest())).Incidents;
        if (incidents.Count == 0)
        {
            await coordinator.PrintedAsync("Acme.Type0 of protocol Acme Poll");
            incidents = (await console.Fleet.ListIncidentsAsync(new ListIncidentsRequest())).Incidents;
        }

        return Assert.Single(incidents);
    }
}
