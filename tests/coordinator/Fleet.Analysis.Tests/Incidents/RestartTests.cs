using Fleet.Analysis.Incidents;
using Fleet.Analysis.Tests.Lab;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>What becomes of an incident when its processes end and others take their place.</summary>
public sealed class RestartTests
{
    private const int QuietLooks = 24;
    private const int LooksOfRun = 60;
    private static readonly (string, string) s_switch = ("Optical Switch", "1.0.0.1");

    [Fact]
    public void After_a_restart_an_incident_stands_until_the_successor_has_proved_healthy()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var old = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        fleet.Start("dma-02", 20).Hosts(s_switch).HoldsStrings();
        fleet.Run(36);
        var id = Assert.Single(fleet.Open).Id;

        fleet.Kill(old);
        fleet.Run(1);
        fleet.Start("dma-01", 11).Hosts(("Modem", "1.0.0.6")).HoldsStrings();
        fleet.Run(12);
        Assert.Equal(id, Assert.Single(fleet.Open).Id);
        fleet.Run(40);

        var resolved = Assert.Single(fleet.Incidents);
        Assert.Equal((id, IncidentState.Resolved), (resolved.Id, resolved.State));
        Assert.Contains("healthy", resolved.ClosedReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_successor_that_leaks_too_keeps_the_incident_with_its_id_and_date()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var old = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        fleet.Start("dma-02", 20).Hosts(s_switch).HoldsStrings();
        fleet.Run(36);
        var before = Assert.Single(fleet.Open);

        fleet.Kill(old);
        fleet.Run(1);
        var successor = fleet.Start("dma-01", 11).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        fleet.Run(36);

        var after = Assert.Single(fleet.Incidents);
        Assert.Equal((before.Id, before.DetectedAt), (after.Id, after.DetectedAt));
        Assert.Equal(successor.Identity, Assert.Single(after.Instances).Instance);
        Assert.Single(fleet.EverOpen);
    }

    [Fact]
    public void Every_run_that_takes_as_long_to_show_it_as_the_first_keeps_the_incident()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var run = Start(10);
        fleet.Run(LooksOfRun);
        var before = Assert.Single(fleet.Open);
        for (var restart = 1; restart <= 3; restart++)
        {
            fleet.Kill(run);
            fleet.Run(1);
            run = Start(10 + restart);
            for (var round = 0; round < LooksOfRun; round++)
            {
                fleet.Run(1);
                Assert.Equal((before.Id, IncidentState.Open), (Assert.Single(fleet.Incidents).Id, fleet.Incidents[0].State));
            }
        }

        Assert.Equal(before.DetectedAt, fleet.Incidents[0].DetectedAt);

        SimulatedProcess Start(int pid)
        {
            var process = fleet.Start("dma-01", pid).Hosts(("Modem", "1.0.0.4"));
            process.Types.Add(new SimulatedType(new("Vendor.Session", "Modem.1.0.0.4.QAction.2"), t => 1e6 * Math.Max(0, t - QuietLooks)) { Noise = 1e4 });
            return process;
        }
    }

    [Fact]
    public void What_short_runs_made_seem_healthy_and_leaks_on_in_the_same_version_was_never_resolved()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var old = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        fleet.Run(30);
        var opened = Assert.Single(fleet.Open);
        fleet.Kill(old);
        fleet.Run(1);
        var quiet = fleet.Start("dma-01", 11).Hosts(("Modem", "1.0.0.4")).HoldsStrings();
        while (fleet.Open.Any())
            fleet.Run(1);
        var resolved = Assert.Single(fleet.Incidents);
        fleet.Kill(quiet);
        fleet.Start("dma-01", 12).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        while (!fleet.Open.Any())
            fleet.Run(1);

        Assert.Equal(IncidentState.Resolved, resolved.State);
        Assert.Equal((opened.Id, opened.DetectedAt), (Assert.Single(fleet.Incidents).Id, fleet.Incidents[0].DetectedAt));
    }

    [Fact]
    public void A_resolved_incident_opens_again_when_its_cause_comes_back()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var old = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        fleet.Run(30);
        fleet.Kill(old);
        fleet.Run(1);
        var healthy = fleet.Start("dma-01", 11).Hosts(("Modem", "1.0.0.5")).HoldsStrings();
        fleet.Run(60);
        var resolved = Assert.Single(fleet.Incidents);
        fleet.Kill(healthy);
        fleet.Start("dma-01", 12).Hosts(("Modem", "1.0.0.6")).LeaksSessions("Modem", "1.0.0.6");
        fleet.Run(36);

        var again = Assert.Single(fleet.Incidents);
        Assert.Equal(IncidentState.Resolved, resolved.State);
        Assert.Equal((resolved.Id, IncidentState.Open), (again.Id, again.State));
        Assert.True(again.DetectedAt > resolved.ClosedAt);
        Assert.Null(again.ClosedAt);
    }
}
