using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Tests.Nodes;

public sealed class NodesCommandTests
{
    [Fact]
    public async Task Nodes_says_who_is_connected_and_what_waits_there()
    {
        var nodes = new ListNodesResponse
        {
            Nodes =
            {
                new Node
                {
                    Id = "9f2c", Name = "dma-07", Connected = true, LastSeen = Samples.Ago(TimeSpan.FromSeconds(30)), AgentVersion = "0.1.0",
                    OperatingSystem = "Windows Server 2022", Architecture = "x64", Instances = 3, DataminerId = "101", DataminerVersion = "10.6.3",
                },
                new Node { Id = "11aa", Name = "dma-08", LastSeen = Samples.Ago(TimeSpan.FromHours(3)), SpoolRecords = 12, SpoolBytes = 48 * 1024, PendingCommands = 1 },
            },
        };
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListNodesRequest>(nodes));

        var run = (await host.RunAsync("nodes")).Expect(0);

        Assert.StartsWith("NODE    STATE      SEEN", run.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("dma-07  connected", run.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("Windows Server 2022 x64  101 10.6.3", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("dma-08  away       3 h ago", run.Lines[2], StringComparison.Ordinal);
        Assert.Contains("12 (48 KB)", run.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_nodes_says_what_to_do()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListNodesRequest>(new ListNodesResponse()));

        var run = (await host.RunAsync("nodes")).Expect(0);

        Assert.StartsWith("No nodes: start fleet-agent", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_lists_the_nodes()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListNodesRequest>(
            new ListNodesResponse { Nodes = { new Node { Name = "dma-07", Connected = true, SpoolBytes = 5_000_000_000 } } }));

        var run = (await host.RunAsync("nodes", "--json")).Expect(0);

        var node = run.Json.GetProperty("nodes")[0];
        Assert.True(node.GetProperty("connected").GetBoolean());
        Assert.Equal(5_000_000_000, node.GetProperty("spoolBytes").GetInt64());
    }
}
