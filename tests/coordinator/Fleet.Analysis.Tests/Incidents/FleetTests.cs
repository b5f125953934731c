using Fleet.Analysis.Incidents;
using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Incidents;

public sealed class FleetTests
{
    private static readonly (string, string) s_switch = ("Optical Switch", "1.0.0.1");
    private static readonly (string, string) s_trap = ("Trap Receiver", "3.1.0.2");

    [Fact]
    public void One_leak_in_several_instances_is_one_incident_with_its_protocol_versions_and_QAction()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4"), s_switch).LeaksSessions("Modem", "1.0.0.4");
        fleet.Start("dma-02", 20).Hosts(("Modem", "1.0.0.5"), s_trap).LeaksSessions("Modem", "1.0.0.5", 8e5);
        fleet.Start("dma-02", 30).Hosts(s_switch, s_trap).HoldsStrings();
        fleet.Run(36);

        var incident = Assert.Single(fleet.Incidents);
        Assert.Equal((IncidentState.Open, LeakKind.Managed, "Vendor.Session"), (incident.State, incident.Kind, incident.Type));
        Assert.Equal(("Modem", "2"), (incident.Protocol, incident.QAction));
        Assert.Equal(["1.0.0.4", "1.0.0.5"], incident.ProtocolVersions);
        Assert.Equal("Modem.1.0.0.5.QAction.2", incident.Module);
        Assert.Equal(["System.String", "System.Collections.Generic.Dictionary<System.String, Vendor.Session>+Entry[]"], incident.RelatedTypes);
        Assert.Equal([("dma-02", 20), ("dma-01", 10)], incident.Instances.Select(affected => (affected.Instance.NodeId, affected.Instance.Pid)));
        Assert.Equal(("protocol", "Modem", 2, 2, 0, 1), (incident.ExplainedBy!.Attribute, incident.ExplainedBy.Value, incident.ExplainedBy.LeakingWith, incident.ExplainedBy.With, incident.ExplainedBy.LeakingWithout, incident.ExplainedBy.Without));
        var truth = 3.6 * (4e5 + 8e5) / Pace.Fast.Look.TotalHours;
        Assert.InRange(incident.BytesPerHour.Estimate, 0.85 * truth, 1.15 * truth);
        Assert.InRange(incident.Confidence, 0.7, 0.99);
        Assert.Contains(incident.Evidence, line => line.Contains("2 of 2 instances", StringComparison.Ordinal));
        Assert.Single(fleet.EverOpen);
    }

    [Fact]
    public void The_incident_comes_soon_enough_to_be_watched()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
        fleet.Start("dma-02", 20).Hosts(s_switch).HoldsStrings();
        fleet.Run(28);

        Assert.Single(fleet.Open);
    }

    [Fact]
    public void The_instance_that_dies_first_is_named_with_its_time()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var slow = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4", 2e6);
        var near = fleet.Start("dma-02", 20).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4", 4e5);
        near.Limit = 300_000_000;
        fleet.Run(36);

        var limit = Assert.Single(fleet.Open).TimeToLimit!;
        Assert.Equal(near.Identity, limit.Instance);
        Assert.NotEqual(slow.Identity, limit.Instance);
        var held = near.Look(36).Memory.PrivateBytes;
        Assert.InRange(limit.Hours.Estimate, 0.8 * (300e6 - held) / (3.6 * 4e5) * Pace.Fast.Look.TotalHours, 1.2 * (300e6 - held) / (3.6 * 4e5) * Pace.Fast.Look.TotalHours);
        Assert.True(limit.Hours.Low <= limit.Hours.Estimate && limit.Hours.Estimate <= limit.Hours.High);
    }

    [Fact]
    public void Plain_strings_are_blamed_on_the_protocol_that_only_the_leaking_instances_host()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        fleet.Start("dma-01", 10).Hosts(("Audit Collector", "1.0.0.2"), s_switch).LeaksStrings();
        fleet.Start("dma-02", 20).Hosts(("Audit Collector", "1.0.0.2"), s_trap).LeaksStrings();
        fleet.Start("dma-01", 11).Hosts(s_switch, s_trap).HoldsStrings();
        fleet.Run(36);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal(("System.String", "Audit Collector", null), (incident.Type, incident.Protocol, incident.QAction));
        Assert.Equal(["1.0.0.2"], incident.ProtocolVersions);
        Assert.Equal(["System.String[]"], incident.RelatedTypes);
        Assert.Equal("protocol", incident.ExplainedBy!.Attribute);
    }

    [Fact]
    public void Where_several_protocols_fit_equally_well_none_is_blamed_and_all_are_listed()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        fleet.Start("dma-01", 10).Hosts(("Audit Collector", "1.0.0.2"), s_switch).LeaksStrings();
        fleet.Start("dma-02", 20).Hosts(("Audit Collector", "1.0.0.2"), s_switch).LeaksStrings();
        fleet.Start("dma-01", 11).Hosts(s_trap).HoldsStrings();
        fleet.Run(36);

        var incident = Assert.Single(fleet.Open);
        Assert.Null(incident.Protocol);
        Assert.Equal("unidentifiable", incident.ExplainedBy!.Attribute);
        Assert.Equal(["Audit Collector", "Optical Switch"], incident.ExplainedBy.Candidates);
    }

    [Fact]
    public void Memory_beside_the_heap_is_blamed_on_a_protocol_as_well()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        foreach (var (node, pid) in new[] { ("dma-01", 10), ("dma-02", 20) })
            fleet.Start(node, pid).Hosts(("Video Encoder", "2.0.0.1"), s_trap).HoldsStrings().Native = t => 40e6 + (1e6 * t);
        fleet.Start("dma-02", 21).Hosts(s_switch, s_trap).HoldsStrings();
        fleet.Run(40);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal((LeakKind.Native, null, "Video Encoder"), (incident.Kind, incident.Type, incident.Protocol));
    }

    [Fact]
    public void Two_leaks_in_one_process_stay_two()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var process = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4"), s_trap).LeaksSessions("Modem", "1.0.0.4");
        process.Types.Add(new SimulatedType(new("Traps.Received", "Trap Receiver.3.1.0.2.QAction.7"), t => 2e5 * t) { Noise = 2e4 });
        fleet.Start("dma-02", 20).Hosts(s_switch).HoldsStrings();
        fleet.Run(40);

        Assert.Equal(["Modem", "Trap Receiver"], fleet.Open.Select(incident => incident.Protocol).Order());
        Assert.Equal("7", fleet.Open.Single(incident => incident.Protocol == "Trap Receiver").QAction);
    }

    [Fact]
    public void A_version_is_blamed_when_another_one_stays_healthy()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        for (var i = 0; i < 4; i++)
        {
            fleet.Start($"dma-{i}", 10).Hosts(("Modem", "1.0.0.5")).LeaksSessions("Modem", "1.0.0.5");
            fleet.Start($"dma-{i}", 20).Hosts(("Modem", "1.0.0.4")).HoldsStrings();
        }

        fleet.Run(36);

        var table = Assert.Single(fleet.Open).ExplainedBy!;
        Assert.Equal(("protocolVersion", "Modem 1.0.0.5", 4, 4, 0, 4), (table.Attribute, table.Value, table.LeakingWith, table.With, table.LeakingWithout, table.Without));
        Assert.Equal(1.0 / 70, table.PValue, 1e-9);
    }

    [Fact]
    public void A_leak_that_healthy_hosts_of_the_same_code_lack_points_at_the_place()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        fleet.Start("dma-0", 10).Hosts(("Modem", "1.0.0.5")).LeaksSessions("Modem", "1.0.0.5");
        for (var i = 1; i < 5; i++)
            fleet.Start($"dma-{i}", 20).Hosts(("Modem", "1.0.0.5")).HoldsStrings();
        fleet.Run(36);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal("Modem", incident.Protocol);
        Assert.Equal("instance", incident.ExplainedBy!.Attribute);
    }

    [Fact]
    public void An_incident_is_withdrawn_when_growth_stops()
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        var process = fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4"));
        process.Types.Add(new SimulatedType(new("Vendor.Cache", "Modem.1.0.0.4.QAction.1"), t => 1e6 * Math.Min(t, 36)) { Noise = 5e4 });
        fleet.Start("dma-02", 20).Hosts(s_switch).HoldsStrings();
        fleet.Run(36);
        var opened = Assert.Single(fleet.Open);
        fleet.Run(60);

        var withdrawn = Assert.Single(fleet.Incidents);
        Assert.Equal((opened.Id, IncidentState.Withdrawn, opened.DetectedAt), (withdrawn.Id, withdrawn.State, withdrawn.DetectedAt));
        Assert.NotNull(withdrawn.ClosedAt);
        Assert.Contains("plateau", withdrawn.ClosedReason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_series_give_the_same_incidents()
    {
        Assert.Equal(Play(), Play());

        static List<string> Play()
        {
            var fleet = new SimulatedFleet(Pace.Fast);
            fleet.Start("dma-01", 10).Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4");
            fleet.Start("dma-02", 20).Hosts(("Audit Collector", "1.0.0.2")).LeaksStrings();
            fleet.Start("dma-03", 30).Hosts(s_switch).HoldsStrings();
            fleet.Run(40);
            return [.. fleet.Incidents.SelectMany(incident => incident.Evidence.Prepend(incident.Id))];
        }
    }

    [Fact]
    public void Healthy_protocols_beside_a_leaking_one_cause_no_incident()
    {
        var wrong = 0;
        var missed = 0;
        const int fleets = 12;
        for (var seed = 0; seed < fleets; seed++)
        {
            var random = new Random(seed);
            var fleet = new SimulatedFleet(Pace.Fast);
            for (var i = 0; i < 3; i++)
            {
                var process = fleet.Start($"dma-{i / 2}", 10 + i).Hosts(("Catalogue", "1.0.0.1"), ("Switch", "1.0.0.1"), ("Scheduler", "1.0.0.1"));
                process.Types.Add(Families.Innocent("late-warm-up", random, Pace.Fast) with { Key = new("Pages.Page", "Catalogue.1.0.0.1.QAction.1") });
                process.Types.Add(Families.Innocent("bounded-cache", random, Pace.Fast) with { Key = new("Ports.Port", "Switch.1.0.0.1.QAction.1") });
                process.Types.Add(Families.Innocent("load", random, Pace.Fast) with { Key = new("Jobs.Job", "Scheduler.1.0.0.1.QAction.1") });
                if (i < 2)
                    process.Hosts(("Modem", "1.0.0.4")).LeaksSessions("Modem", "1.0.0.4", 2e5 * (1 + random.NextDouble()));
                else
                    process.HoldsStrings();
            }

            fleet.Run(44);
            wrong += fleet.EverOpen.Count(id => fleet.Incidents.Single(incident => incident.Id == id).Protocol != "Modem");
            missed += fleet.Open.Any(incident => incident is { Protocol: "Modem", Type: "Vendor.Session", QAction: "2" }) ? 0 : 1;
        }

        Assert.Equal((0, 0), (wrong, missed));
    }
}
