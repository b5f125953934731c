using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class NameTests(NameTests.Running running) : IClassFixture<NameTests.Running>
{
    [Theory]
    [InlineData("nowhere/1", StatusCode.NotFound, "DMA node-a")]
    [InlineData("node-a/999", StatusCode.NotFound, "Known instances there: DMA node-a/4711")]
    [InlineData("node-a", StatusCode.InvalidArgument, "write NODE/PID")]
    public async Task A_name_that_means_nothing_is_told_with_what_is_near(string name, StatusCode status, string hint)
    {
        using var console = new ConsoleClient(running.Coordinator.Grpc);

        var e = await Assert.ThrowsAsync<RpcException>(async () => await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = new InstanceSelector { Instance = name } }));
        Assert.Equal(status, e.StatusCode);
        Assert.Contains(hint, e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_contradicts_the_named_instance_or_leaves_none_is_told_as_that()
    {
        await using var other = await TestAgent.ConnectAsync(running.Coordinator.Grpc, Named("node-b", "dma-02", spool: "other"));
        using var console = new ConsoleClient(running.Coordinator.Grpc);

        Assert.Equal(
            "Instance 'node-a/4711' is one of node DMA node-a, not of 'dma-02'; give the instance alone, or the node alone for all of its instances.",
            await RefusalAsync(new InstanceSelector { Instance = "node-a/4711", Node = "dma-02" }));
        Assert.Equal(
            "Instance 'node-a/4711' does not host a protocol 'Modem'. Known protocols there: Acme Poll.",
            await RefusalAsync(new InstanceSelector { Instance = "node-a/4711", Protocol = "Modem" }));
        Assert.Equal(
            "No instance runs on node 'dma-02' that its agent watches; 'fleet instances' shows those there are.",
            await RefusalAsync(new InstanceSelector { Node = "dma-02" }));
        var same = await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = new InstanceSelector { Instance = "node-a/4711", Node = "DMA node-a", Protocol = "acme poll" } });
        Assert.Single(same.Commands);

        async Task<string> RefusalAsync(InstanceSelector selector) =>
            (await Assert.ThrowsAsync<RpcException>(async () => await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = selector }))).Status.Detail;
    }

    [Fact]
    public async Task A_name_that_several_nodes_answer_to_is_refused_with_all_of_them_and_an_id_says_which()
    {
        // The one's id is the other one's name.
        await using var one = await TestAgent.ConnectAsync(running.Coordinator.Grpc, Named("dma-01", "DMA-01", spool: "clash-1"));
        await using var two = await TestAgent.ConnectAsync(running.Coordinator.Grpc, Named("9f2c", "dma-01", spool: "clash-2"));
        await one.SendAsync(1, Summaries.Of(Summaries.Instance("dma-01"), Summaries.Start));
        await two.SendAsync(1, Summaries.Of(Summaries.Instance("9f2c"), Summaries.Start));
        await one.AckedAsync(1);
        await two.AckedAsync(1);
        using var console = new ConsoleClient(running.Coordinator.Grpc);

        foreach (var selector in (InstanceSelector[])[new() { Instance = "dma-01/4711" }, new() { Node = "dma-01" }])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = selector }));
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
            Assert.Contains("id:dma-01 (DMA-01 at 127.0.0.1, connected)", refused.Status.Detail, StringComparison.Ordinal);
            Assert.Contains("id:9f2c (dma-01 at 127.0.0.1, connected)", refused.Status.Detail, StringComparison.Ordinal);
        }

        foreach (var (name, id) in (IEnumerable<(string, string)>)[("id:dma-01/4711", "dma-01"), ("id:9f2c/4711", "9f2c"), ("9f2c/4711", "9f2c"), (Summaries.Instance("dma-01").ToString(), "dma-01")])
        {
            var look = await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = new InstanceSelector { Instance = name } });
            Assert.StartsWith(id + "/", Assert.Single(look.Commands).InstanceId, StringComparison.Ordinal);
        }

        var nodes = (await console.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes;
        Assert.Equal(["9f2c"], nodes.Single(n => n.Id == "dma-01").SameNameIds);
        Assert.Equal(["dma-01"], nodes.Single(n => n.Id == "9f2c").SameNameIds);
        Assert.Empty(nodes.Single(n => n.Id == "node-a").SameNameIds);
    }

    private static Hello Named(string id, string name, string spool)
    {
        var hello = TestAgent.Hello(id, spool: spool);
        hello.NodeName = name;
        return hello;
    }

    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal CoordinatorProcess Coordinator { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
            await using var agent = await TestAgent.ConnectAsync(Coordinator.Grpc);
            await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
            await agent.AckedAsync(1);
        }

        public async ValueTask DisposeAsync()
        {
            await Coordinator.DisposeAsync();
            _folder.Dispose();
        }
    }
}
