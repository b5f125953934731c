using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Tests.Nodes;

public sealed class NodeForgetCommandTests
{
    [Fact]
    public async Task Says_which_node_was_forgotten_and_since_when_it_was_away()
    {
        var node = new Node { Id = "9f2c", Name = "dma-07", LastSeen = Samples.Ago(TimeSpan.FromDays(9)) };
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ForgetNodeRequest>(new ForgetNodeResponse { Node = node }));

        var run = (await host.RunAsync("node-forget", "id:9f2c")).Expect(0);

        Assert.Equal("id:9f2c", host.Fleet.Single<ForgetNodeRequest>().Node);
        Assert.StartsWith("dma-07 (id 9f2c) is forgotten; it was last heard of 9 days ago.", Assert.Single(run.Lines), StringComparison.Ordinal);
    }
}
