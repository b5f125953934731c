using Fleet.Analysis.Incidents;
using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Protocols that are updated in processes that run on.</summary>
public sealed class UpdateTests
{
    [Fact]
    public void A_version_is_blamed_when_the_same_processes_were_healthy_with_the_one_before()
    {
        var table = UpdatedAfter(40).ExplainedBy!;

        Assert.Equal(("protocolVersion", "Modem 1.0.0.5", 3, 3, 0, 5), (table.Attribute, table.Value, table.LeakingWith, table.With, table.LeakingWithout, table.Without));
    }

    [Fact]
    public void Nothing_is_said_of_a_version_that_was_not_watched_for_as_long_as_the_leak_took_to_tell() =>
        Assert.Equal("protocol", UpdatedAfter(4).ExplainedBy!.Attribute);

    [Fact]
    public void A_process_is_no_witness_against_itself_for_what_it_hosted_all_along()
    {
        var updated = Run(1, "1.0.0.5") with { Before = [new HostedBefore([new HostedProtocol("Modem", "1.0.0.5", 5)], Now.AddHours(-24), Now.AddHours(-6))] };
        var incident = Assert.Single(Correlate([Leak(1, "Vendor.Session", "1.0.0.5")], [updated, Standing(9, "Switch")]));

        Assert.Equal(("protocol", 1, 1), (incident.ExplainedBy!.Attribute, incident.ExplainedBy.With, incident.ExplainedBy.Without));
    }

    [Fact]
    public void A_leak_that_stood_before_the_update_of_a_process_is_none_of_the_new_version_alone()
    {
        InstanceStanding Modem(string version) => Run(1, version) with { LastSeen = Now.AddHours(12) };
        var before = Correlate([Leak(1, "Vendor.Session", "1.0.0.4")], [Run(1, "1.0.0.4"), Standing(9, "Switch")]);
        var updated = Modem("1.0.0.5") with { Before = [new HostedBefore([new HostedProtocol("Modem", "1.0.0.4", 5)], Now.AddHours(-24), Now.AddHours(2))] };
        var after = new Correlator(new AnalysisOptions()).Correlate(
            [Leak(1, "Vendor.Session", "1.0.0.5") with { Since = Now.AddHours(4) }], [updated, Standing(9, "Switch") with { LastSeen = Now.AddHours(12) }], before, Now.AddHours(12));

        Assert.Equal("protocol", Assert.Single(after, incident => incident.State == IncidentState.Open).ExplainedBy!.Attribute);
    }

    [Fact]
    public void A_version_that_leaked_until_it_was_replaced_was_not_healthy()
    {
        var incident = Assert.Single(Correlate(
            [Leak(1, "Vendor.Session", "1.0.0.5"), Leak(2, "Vendor.Session", "1.0.0.5"), Leak(11, "Vendor.Session", "1.0.0.4"), Leak(12, "Vendor.Session", "1.0.0.4")],
            [Run(1, "1.0.0.5"), Run(2, "1.0.0.5"), Replaced(11, "1.0.0.4"), Replaced(12, "1.0.0.4"), Standing(9, "Switch")]));

        Assert.Equal(("protocol", "Modem"), (incident.ExplainedBy!.Attribute, incident.ExplainedBy.Value));
        Assert.Equal(["1.0.0.4", "1.0.0.5"], incident.ProtocolVersions);
    }

    [Fact]
    public void Types_that_an_update_renamed_on_half_of_the_fleet_are_one_leak()
    {
        var incident = Assert.Single(Correlate(
            [Leak(1, "Vendor.Session", "1.0.0.4"), Leak(2, "Vendor.Session", "1.0.0.4"), Leak(3, "Vendor.SessionV2", "1.0.0.5")],
            [Run(1, "1.0.0.4"), Run(2, "1.0.0.4"), Run(3, "1.0.0.5"), Standing(9, "Switch")]));

        Assert.Equal(["1.0.0.4", "1.0.0.5"], incident.ProtocolVersions);
        Assert.Equal("protocol", incident.ExplainedBy!.Attribute);
    }

    [Theory]
    [InlineData("Vendor.SessionV2", "2", true)]
    [InlineData("Vendor.SessionV2", "7", false)]
    public void A_leak_whose_type_an_update_renamed_goes_on(string type, string qaction, bool goesOn)
    {
        var before = Correlate([Leak(1, "Vendor.Session", "1.0.0.4")], [Run(1, "1.0.0.4"), Standing(9, "Switch")]);
        InstanceStanding[] census =
        [
            Run(1, "1.0.0.4") with { Ended = true },
            Run(1, "1.0.0.5") with { Instance = new("dma-1", 77, Now), FirstSeen = Now, LastSeen = Now.AddHours(20) },
            Standing(9, "Switch") with { LastSeen = Now.AddHours(20) },
        ];
        var after = new Correlator(new AnalysisOptions()).Correlate(
            [Leak(1, type, "1.0.0.5", qaction) with { Instance = census[1].Instance, Since = Now.AddHours(5) }], census, before, Now.AddHours(20));

        var incident = Assert.Single(after, incident => incident.State == IncidentState.Open && incident.Type == type);
        Assert.Equal(goesOn, (incident.Id, incident.DetectedAt) == (before[0].Id, Now));
    }

    private static Suspect Leak(int pid, string type, string version, string qaction = "2") => Suspect(pid, type, $"Modem.{version}.QAction.{qaction}");

    private static InstanceStanding Run(int pid, string version) => Standing(pid, "Modem") with { Protocols = [new HostedProtocol("Modem", version, 5)] };

    private static InstanceStanding Replaced(int pid, string version) => Run(pid, version) with { Ended = true, LastSeen = Now.AddHours(-1) };

    private static Incident UpdatedAfter(int looks)
    {
        var fleet = new SimulatedFleet(Pace.Fast);
        List<SimulatedProcess> modems = [.. Enumerable.Range(0, 3).Select(i => fleet.Start($"dma-{i}", 10).Hosts(("Modem", "1.0.0.4")))];
        foreach (var modem in modems)
            modem.Types.Add(new SimulatedType(new TypeKey("Vendor.Session", "Modem.1.0.0.5.QAction.2"), t => 4e5 * Math.Max(0, t - looks)) { Noise = 8e4 });
        for (var i = 0; i < 2; i++)
            fleet.Start($"dma-{i}", 20).Hosts(("Switch", "1.0.0.1")).HoldsStrings();

        fleet.Run(looks);
        foreach (var modem in modems)
        {
            modem.Protocols.Clear();
            modem.Hosts(("Modem", "1.0.0.5"));
        }

        fleet.Run(36);
        return Assert.Single(fleet.Open);
    }
}
