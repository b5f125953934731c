using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class ForgetNodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_node_that_is_away_is_forgotten_for_good_with_what_it_was_asked_for_and_the_log_stays()
    {
        var instance = Summaries.Instance();
        string command;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path))
        {
            using var console = new ConsoleClient(coordinator.Grpc);
            await using (var agent = await TestAgent.ConnectAsync(coordinator.Grpc))
            {
                await agent.SendAsync(1, Summaries.Of(instance, Summaries.Start));
                await agent.AckedAsync(1);
                var refused = await Assert.ThrowsAsync<RpcException>(async () => await console.Fleet.ForgetNodeAsync(new ForgetNodeRequest { Node = "DMA node-a" }));
                Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
                Assert.Contains("is connected", refused.Status.Detail, StringComparison.Ordinal);
                await agent.CloseAsync();
            }

            command = (await console.Fleet.RequestDumpAsync(new RequestDumpRequest { Selector = new InstanceSelector { Node = "DMA node-a" } })).Commands[0].Id;

            var forgotten = await console.Fleet.ForgetNodeAsync(new ForgetNodeRequest { Node = "DMA node-a" });

            Assert.Equal("node-a", forgotten.Node.Id);
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        using var asking = new ConsoleClient(restarted.Grpc);
        Assert.Empty((await asking.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes);
        Assert.Empty((await asking.Fleet.ListInstancesAsync(new ListInstancesRequest { All = true })).Instances);
        Assert.Equal(CommandState.Expired, (await asking.Fleet.GetCommandAsync(new GetCommandRequest { CommandId = command })).Command.State);
        var dump = (await asking.Fleet.GetDumpAsync(new GetDumpRequest { DumpId = command })).Dump;
        Assert.Equal(DumpState.Failed, dump.State);
        Assert.Contains("forgotten", dump.Detail, StringComparison.Ordinal);
        Assert.NotEmpty((await asking.Fleet.GetTypesAsync(new GetTypesRequest { Instance = instance.ToString() })).Types_);

        await using var back = await TestAgent.ConnectAsync(restarted.Grpc);
        Assert.Equal(1UL, back.Welcome.CommittedSequence);
        Assert.True(Assert.Single((await asking.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes).Connected);
    }

    public void Dispose() => _folder.Dispose();
}
