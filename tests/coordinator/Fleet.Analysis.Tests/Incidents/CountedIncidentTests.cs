using Fleet.Analysis.Incidents;
using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Incidents;

public sealed class CountedIncidentTests
{
    private const string QAction = "Modem.1.0.0.4.QAction.2";

    [Fact]
    public void Assemblies_name_protocol_version_and_QAction_and_count_instead_of_measuring()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        for (var i = 1; i <= 4; i++)
            Host(fleet.Start($"dma-0{i}", i), "Modem").Details = i > 2 ? Still : Recompiling;
        fleet.Run(100);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal((LeakKind.Assemblies, "Modem", "2", QAction), (incident.Kind, incident.Protocol, incident.QAction, incident.Culprit));
        Assert.Equal(("1.0.0.4", 2), (Assert.Single(incident.ProtocolVersions), incident.Instances.Count));
        Assert.Null(incident.Type);
        Assert.Null(incident.TimeToLimit);
        Assert.Equal(default, incident.BytesPerHour);
        Assert.InRange(incident.PerHour.Estimate, 2 * 33, 2 * 39);
        Assert.StartsWith("dma-0", incident.Evidence[0], StringComparison.Ordinal);
        Assert.Contains(" assemblies/h (", incident.Evidence[0], StringComparison.Ordinal);
        Assert.Contains($"assemblies are loaded beside another of their name, 300 of them {QAction}", incident.Evidence[0], StringComparison.Ordinal);
        Assert.DoesNotContain(" B/h", string.Join('\n', incident.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public void What_assemblies_take_beside_the_heap_is_theirs()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        var process = Host(fleet.Start("dma-01", 1), "Modem", "Switch");
        process.Details = Recompiling;
        process.Native = t => 40e6 + (3 * 400_000 * t);
        Host(fleet.Start("dma-02", 2), "Modem", "Switch").Details = Still;
        fleet.Run(120);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal((LeakKind.Assemblies, "2"), (incident.Kind, incident.QAction));
        Assert.InRange(incident.BytesPerHour.Estimate, 10e6, 18e6);
        Assert.NotNull(incident.TimeToLimit);
        Assert.Contains("assemblies/h", incident.Evidence[0], StringComparison.Ordinal);
        Assert.Contains("which take ", incident.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_assemblies_take_may_show_in_more_instances_than_the_assemblies_do()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        for (var i = 1; i <= 3; i++)
        {
            var process = Host(fleet.Start($"dma-0{i}", i), "Modem");
            process.Details = i < 3 ? Recompiling : Still;
            process.Native = t => 40e6 + (3 * 400_000 * t);
        }

        Host(fleet.Start("dma-04", 4), "Switch").Details = Still;
        fleet.Run(120);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal((LeakKind.Assemblies, 3), (incident.Kind, incident.Instances.Count));
        Assert.Single(incident.Evidence, line => line.StartsWith("dma-03 ", StringComparison.Ordinal) && line.EndsWith("no assemblies were found growing here", StringComparison.Ordinal));
    }

    [Fact]
    public void A_leak_far_larger_than_assemblies_is_another()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        var process = Host(fleet.Start("dma-01", 1), "Modem");
        process.Details = Recompiling;
        process.Native = t => 40e6 + (30e6 * t);
        fleet.Run(120);

        Assert.Equal([LeakKind.Native, LeakKind.Assemblies], fleet.Open.Select(incident => incident.Kind));
    }

    [Fact]
    public void Handles_and_waiting_objects_are_evidence_of_the_leak_they_come_with()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        var process = Host(fleet.Start("dma-01", 1), "Modem");
        process.Types.Add(new SimulatedType(new TypeKey("Vendor.Session", QAction), t => 1e6 * t) { Noise = 1e5 });
        process.Details = t => Summaries.Details(handles: [new("Pinned", (long)(20 * t))], finalizable: [new("Vendor.Session", QAction, 9, 0, (long)(50 * t))]);
        fleet.Run(100);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal((LeakKind.Managed, "Vendor.Session"), (incident.Kind, incident.Type));
        Assert.Contains(incident.Evidence, line => line.StartsWith("with it grow handles in 1 instance: dma-01 pid 1: 24", StringComparison.Ordinal) && line.EndsWith("of them Pinned", StringComparison.Ordinal));
        Assert.Contains(incident.Evidence, line => line.StartsWith("with it grow finalizers in 1 instance: ", StringComparison.Ordinal) && line.EndsWith("of them Vendor.Session", StringComparison.Ordinal));
    }

    [Fact]
    public void A_leak_that_is_found_after_its_handles_takes_their_incident_in()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        var process = Host(fleet.Start("dma-01", 1), "Modem");
        process.Details = t => Summaries.Details(handles: [new("Strong", (long)(20 * t))]);
        process.Types.Add(new SimulatedType(new TypeKey("Vendor.Session", QAction), t => 1e6 * Math.Max(0, t - 100)) { Noise = 1e5 });
        fleet.Run(80);
        Assert.Equal((LeakKind.Handles, "Strong"), (Assert.Single(fleet.Open).Kind, fleet.Open.Single().Culprit));
        fleet.Run(120);

        var open = Assert.Single(fleet.Open);
        Assert.Equal(LeakKind.Managed, open.Kind);
        var closed = Assert.Single(fleet.Incidents, incident => incident.Kind == LeakKind.Handles);
        Assert.Equal((IncidentState.Withdrawn, $"folded into {open.Id}"), (closed.State, closed.ClosedReason));
    }

    [Fact]
    public void Handles_of_one_protocol_are_told_by_who_hosts_it()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        for (var i = 1; i <= 8; i++)
        {
            var leaks = i <= 3;
            Host(fleet.Start($"dma-0{i}", i), leaks ? ["Modem", "Switch"] : ["Switch"]).Details = t => Summaries.Details(handles: [new("Pinned", leaks ? (long)(20 * t) : 100)]);
        }

        fleet.Run(100);

        var incident = Assert.Single(fleet.Open);
        Assert.Equal((LeakKind.Handles, "Modem", 3), (incident.Kind, incident.Protocol, incident.Instances.Count));
    }

    [Fact]
    public void Handles_of_another_kind_are_another_leak_and_those_of_assemblies_come_with_them()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        Host(fleet.Start("dma-01", 1), "Modem").Details = t => Recompiling(t) with { Handles = [new("WeakLong", (long)(6 * t))] };
        fleet.Start("dma-02", 2).Details = t => Summaries.Details(handles: [new("Pinned", (long)(20 * t))]);
        fleet.Start("dma-03", 3).Details = t => Summaries.Details(handles: [new("Strong", (long)(20 * t))]);
        fleet.Run(100);

        Assert.Equal(["Modem.1.0.0.4.QAction.2", "Pinned", "Strong"], fleet.Open.Select(incident => incident.Culprit).Order(StringComparer.Ordinal));
        Assert.Equal(3, fleet.EverOpen.Count);
        Assert.Contains(fleet.Open.Single(incident => incident.Kind == LeakKind.Assemblies).Evidence, line => line.Contains("with it grow handles", StringComparison.Ordinal));
    }

    [Fact]
    public void What_stops_is_withdrawn()
    {
        var fleet = new SimulatedFleet(Pace.Slow);
        Host(fleet.Start("dma-01", 1), "Modem").Details = t => Recompiling(Math.Min(t, 90));
        fleet.Run(90);
        Assert.Single(fleet.Open);
        fleet.Run(100);

        Assert.Empty(fleet.Open);
        Assert.Equal((IncidentState.Withdrawn, "plateau"), (Assert.Single(fleet.Incidents).State, fleet.Incidents[0].ClosedReason));
    }

    private static HeapDetails Recompiling(double t) => Summaries.Details([new(QAction, 1 + (long)(3 * t)), new("System.Private.CoreLib", 1)]);

    private static HeapDetails Still(double t) => Summaries.Details([new(QAction, 1), new("System.Private.CoreLib", 1)]);

    private static SimulatedProcess Host(SimulatedProcess process, params string[] protocols)
    {
        process.Protocols.AddRange(protocols.Select(name => new HostedProtocol(name, "1.0.0.4", 3)));
        return process;
    }
}
