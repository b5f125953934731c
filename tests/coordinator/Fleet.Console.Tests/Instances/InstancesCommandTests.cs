using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Tests.Instances;

public sealed class InstancesCommandTests
{
    [Fact]
    public async Task Instances_shows_memory_against_its_limit_as_a_bar()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListInstancesRequest>(new ListInstancesResponse { Instances = { Samples.Instance() } }));

        var run = (await host.RunAsync("instances", "--node", "dma-07", "--protocol", "Generic Trap Receiver", "--all")).Expect(0);

        var request = host.Fleet.Single<ListInstancesRequest>();
        Assert.Equal(("dma-07", "Generic Trap Receiver", true), (request.Node, request.Protocol, request.All));
        Assert.StartsWith("dma-07/4242  SLScripting (32 bit)  running", run.Lines[1], StringComparison.Ordinal);
        Assert.Contains("1.5 GB     1 GB  █████████···  75% of 2 GB     40  10 min ago  Generic Trap Receiver 1.0.0.4 (12)", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_of_a_node_that_is_not_connected_are_not_called_running()
    {
        var (away, ended) = (Samples.Instance(), Samples.Instance());
        (away.NodeConnected, ended.NodeConnected, ended.Running) = (false, false, false);
        away.NodeLastSeen = Samples.Start.ToTimestamp();
        var fleet = new FakeFleet().Answer<ListInstancesRequest>(new ListInstancesResponse { Instances = { away, ended } });
        await using var host = await FleetHost.StartAsync(fleet);

        var run = (await host.RunAsync("instances")).Expect(0);
        var json = (await host.RunAsync("instances", "--json")).Expect(0).Json.GetProperty("instances")[0];

        Assert.StartsWith("dma-07/4242  SLScripting (32 bit)  node away", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("dma-07/4242  SLScripting (32 bit)  ended", run.Lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("running", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("dma-07 is not connected since 2026-03-03 05:00:00Z (", run.Lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("whether its processes still run is not known.", run.Lines[^1], StringComparison.Ordinal);
        Assert.False(json.GetProperty("nodeConnected").GetBoolean());
        Assert.Equal(Samples.Start, json.GetProperty("nodeLastSeen").GetDateTimeOffset());
    }

    [Fact]
    public async Task Instances_of_nodes_with_one_name_are_shown_by_the_ids_of_the_nodes()
    {
        var (one, other) = (Samples.Instance(), Samples.Instance());
        other.Instance.NodeId = "11aa";
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListInstancesRequest>(new ListInstancesResponse { Instances = { one, other } }));

        var run = (await host.RunAsync("instances")).Expect(0);

        Assert.StartsWith("id:9f2c/4242", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("id:11aa/4242", run.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("Several nodes are named dma-07", run.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_can_not_be_looked_at_says_why()
    {
        var instance = Samples.Instance();
        instance.UnreadableReason = "no permission: give the agent CAP_SYS_PTRACE";
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListInstancesRequest>(new ListInstancesResponse { Instances = { instance } }));

        var run = (await host.RunAsync("instances")).Expect(0);

        Assert.Equal("dma-07/4242 can't be looked at: no permission: give the agent CAP_SYS_PTRACE", run.Lines[^1]);
    }
}
