using Fleet.Analysis.Incidents;
using Fleet.Analysis.Tests.Lab;
using Fleet.Contracts.Heap;

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
