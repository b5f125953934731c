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

    [Fact]
    public async Task Nodes_with_one_name_are_marked_with_their_ids_and_a_refused_double_is_told_of()
    {
        var nodes = new ListNodesResponse
        {
            Nodes =
            {
                new Node { Id = "11aa", Name = "dma-07", Connected = true, Address = "10.0.0.7", SameNameIds = { "9f2c" } },
                new Node { Id = "9f2c", Name = "dma-07", Address = "10.0.0.8", SameNameIds = { "11aa" } },
                new Node { Id = "22bb", Name = "dma-09", Connected = true, RefusedDoubleAddress = "10.0.0.9" },
            },
        };
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListNodesRequest>(nodes));

        var run = (await host.RunAsync("nodes")).Expect(0);

        Assert.StartsWith("NODE    SAME NAME  STATE", run.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("dma-07  ! id:11aa  connected", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("dma-07  ! id:9f2c  away", run.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("dma-09  -          connected", run.Lines[3], StringComparison.Ordinal);
        Assert.StartsWith("2 nodes are named dma-07: say which by id:11aa or id:9f2c", run.Lines[4], StringComparison.Ordinal);
        Assert.StartsWith("dma-09: another agent with its node id, from 10.0.0.9, is refused", run.Lines[5], StringComparison.Ordinal);
        var json = (await host.RunAsync("nodes", "--json")).Expect(0).Json.GetProperty("nodes")[0];
        Assert.Equal("9f2c", json.GetProperty("sameNameIds")[0].GetString());
    }
}
