using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;

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
    public async Task An_instance_that_can_not_be_looked_at_says_why()
    {
        var instance = Samples.Instance();
        instance.UnreadableReason = "no permission: give the agent CAP_SYS_PTRACE";
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListInstancesRequest>(new ListInstancesResponse { Instances = { instance } }));

        var run = (await host.RunAsync("instances")).Expect(0);

        Assert.Equal("dma-07/4242 can't be looked at: no permission: give the agent CAP_SYS_PTRACE", run.Lines[^1]);
    }
}
