using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class NameTests(NameTests.Running running) : IClassFixture<NameTests.Running>
{
    [Theory]
    [InlineData("nowhere/1", StatusCode.NotFound, "Known nodes: DMA node-a")]
    [InlineData("node-a/999", StatusCode.NotFound, "Known instances there: DMA node-a/4711")]
    [InlineData("node-a", StatusCode.InvalidArgument, "write NODE/PID")]
    public async Task A_name_that_means_nothing_is_told_with_what_is_near(string name, StatusCode status, string hint)
    {
        using var console = new ConsoleClient(running.Coordinator.Grpc);

        var e = await Assert.ThrowsAsync<RpcException>(async () => await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = new InstanceSelector { Instance = name } }));
        Assert.Equal(status, e.StatusCode);
        Assert.Contains(hint, e.Status.Detail, StringComparison.Ordinal);
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
