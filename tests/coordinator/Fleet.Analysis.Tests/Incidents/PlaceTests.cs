using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Leaks of a protocol that others host in good health.</summary>
public sealed class PlaceTests
{
    [Fact]
    public void A_node_explains_a_leak_that_as_many_hosts_of_the_same_code_elsewhere_don_t_show()
    {
        var table = Explain([1, 2, 3, 4], on => on <= 4 ? "dma-bad" : "dma-good", hosts: 8);

        Assert.Equal(("node", "dma-bad", 4, 4, 0, 4), (table.Attribute, table.Value, table.LeakingWith, table.With, table.LeakingWithout, table.Without));
        Assert.Equal(1.0 / 70, table.PValue, 1e-9);
    }

    [Fact]
    public void A_node_explains_nothing_that_a_host_on_it_does_not_show() =>
        Assert.Equal("protocol", Explain([1, 2, 3], on => on <= 4 ? "dma-bad" : "dma-good", hosts: 8).Attribute);

    [Theory]
    [InlineData("dma-1")]
    [InlineData("dma-2")]
    public void One_process_of_two_that_run_the_same_code_is_to_blame_itself(string other)
    {
        var table = Explain([1], on => on == 1 ? "dma-1" : other, hosts: 2);

        Assert.Equal(("instance", "dma-1", 1, 1), (table.Attribute, table.Value, table.With, table.Without));
    }

    [Fact]
    public void Runs_of_a_healthy_target_are_one_witness()
    {
        var runs = Enumerable.Range(0, 5).Select(run => Standing(2, "Modem") with
        {
            Instance = new InstanceIdentity("dma-2", 20 + run, Now.AddHours(-24 * (5 - run))),
            FirstSeen = Now.AddHours(-24 * (5 - run)),
            LastSeen = Now.AddHours(-24 * (4 - run)),
        });
        var incident = Assert.Single(Correlate(
            [Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2"), Suspect(3, "Vendor.Session", "Modem.1.0.0.4.QAction.2")],
            [Standing(1, "Modem"), Standing(3, "Modem"), .. runs]));

        Assert.Equal((2, 3), (incident.ExplainedBy!.LeakingWith, incident.ExplainedBy.With));
    }

    [Fact]
    public void A_healthy_target_stays_a_witness_while_its_next_run_is_too_young_to_judge()
    {
        var young = Standing(2, "Modem") with { Instance = new InstanceIdentity("dma-2", 99, Now.AddMinutes(-5)), Judged = false };
        var incident = Assert.Single(Correlate(
            [Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2")],
            [Standing(1, "Modem"), Standing(2, "Modem") with { LastSeen = Now.AddMinutes(-10), Ended = true }, young]));

        Assert.Equal(("instance", 1), (incident.ExplainedBy!.Attribute, incident.ExplainedBy.Without));
    }

    private static Explanation Explain(int[] leaking, Func<int, string> nodeOf, int hosts)
    {
        InstanceIdentity Of(int pid) => Instance(pid) with { NodeId = nodeOf(pid) };
        return Assert.Single(Correlate(
            [.. leaking.Select(pid => Suspect(pid, "Vendor.Session", "Modem.1.0.0.4.QAction.2") with { Instance = Of(pid) })],
            [.. Enumerable.Range(1, hosts).Select(pid => Standing(pid, "Modem") with { Instance = Of(pid) })])).ExplainedBy!;
    }
}
