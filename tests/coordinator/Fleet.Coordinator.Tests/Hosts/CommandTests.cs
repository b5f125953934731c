using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_command_for_a_node_that_is_away_survives_a_kill_and_is_carried_out_once()
    {
        var instance = Summaries.Instance();
        string commandId;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path))
        {
            await using (var agent = await TestAgent.ConnectAsync(coordinator.Grpc))
            {
                await agent.SendAsync(1, Summaries.Of(instance, Summaries.Start));
                await agent.AckedAsync(1);
                await agent.CloseAsync();
            }

            using var console = new ConsoleClient(coordinator.Grpc);
            var away = Assert.Single((await console.Fleet.ListInstancesAsync(new ListInstancesRequest())).Instances);
            Assert.Equal((true, false), (away.Running, away.NodeConnected));
            Assert.Equal(Assert.Single((await console.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes).LastSeen, away.NodeLastSeen);
            Assert.NotNull(away.NodeLastSeen);
            var request = new RequestLookRequest { Selector = new InstanceSelector { Node = "DMA node-a" }, RequestedBy = "test", RequestId = "r1" };
            var status = Assert.Single((await console.Fleet.RequestLookAsync(request)).Commands);
            Assert.Equal((CommandState.Pending, false, "look"), (status.State, status.NodeConnected, status.Action));
            Assert.Equal(status.Id, Assert.Single((await console.Fleet.RequestLookAsync(request)).Commands).Id);
            commandId = status.Id;
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        using var asking = new ConsoleClient(restarted.Grpc);
        await using (var agent = await TestAgent.ConnectAsync(restarted.Grpc))
        {
            var command = await agent.CommandAsync();
            Assert.True(Assert.Single((await asking.Fleet.ListInstancesAsync(new ListInstancesRequest())).Instances).NodeConnected);
            Assert.Equal((commandId, Command.ActionOneofCase.Look), (command.Id, command.ActionCase));
            await agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = command.Id, State = CommandState.Succeeded, Detail = "looked" } });
            await agent.SendAsync(2, Summaries.Of(instance, Summaries.Start.AddMinutes(1)));
            Assert.Empty(await agent.CommandsBeforeAckAsync(2));
            Assert.Equal(CommandState.Succeeded, (await asking.Fleet.GetCommandAsync(new GetCommandRequest { CommandId = commandId })).Command.State);
        }

        await using var again = await TestAgent.ConnectAsync(restarted.Grpc);
        await again.SendAsync(3, Summaries.Of(instance, Summaries.Start.AddMinutes(2)));
        Assert.Empty(await again.CommandsBeforeAckAsync(3));
    }

    [Fact]
    public async Task A_command_reaches_a_connected_agent_at_once_and_its_answers_are_seen()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        using var console = new ConsoleClient(coordinator.Grpc);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
        await agent.AckedAsync(1);

        var asked = Assert.Single((await console.Fleet.RequestDumpAsync(new RequestDumpRequest { Selector = new InstanceSelector { Protocol = "Acme Poll" }, Kind = DumpKind.Full })).Commands);
        Assert.True(asked.NodeConnected);
        var command = await agent.CommandAsync();
        Assert.Equal((asked.Id, DumpKind.Full), (command.Id, command.Dump.Kind));
        await agent.SendAsync(new ConnectRequest
        {
            CommandUpdate = new CommandUpdate { CommandId = command.Id, State = CommandState.Failed, Detail = "No room on the disk.", Dump = new DumpProgress { State = DumpState.Failed } },
        });
        await agent.SendAsync(2, Summaries.Of(Summaries.Instance(), Summaries.Start.AddMinutes(1)));
        await agent.AckedAsync(2);

        var dump = (await console.Fleet.GetDumpAsync(new GetDumpRequest { DumpId = asked.Id })).Dump;
        Assert.Equal((DumpState.Failed, "No room on the disk."), (dump.State, dump.Detail));
        Assert.Equal(asked.Id, Assert.Single((await console.Fleet.ListDumpsAsync(new ListDumpsRequest())).Dumps).Id);
    }

    [Fact]
    public async Task What_was_asked_is_listed_newest_first_with_its_state_and_its_reason()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        using var console = new ConsoleClient(coordinator.Grpc);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
        await agent.AckedAsync(1);
        var selector = new InstanceSelector { Node = "DMA node-a" };
        var look = Assert.Single((await console.Fleet.RequestLookAsync(new RequestLookRequest { Selector = selector })).Commands);
        var dump = Assert.Single((await console.Fleet.RequestDumpAsync(new RequestDumpRequest { Selector = selector, Kind = DumpKind.Full, Upload = true, RequestedBy = "anna" })).Commands);
        var ended = Summaries.Start.AddMinutes(3).ToTimestamp();
        await agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = dump.Id, State = CommandState.Failed, Detail = "No room on the disk.", At = ended } });
        await agent.SendAsync(2, Summaries.Of(Summaries.Instance(), Summaries.Start.AddMinutes(1)));
        await agent.AckedAsync(2);

        var all = await console.Fleet.ListCommandsAsync(new ListCommandsRequest { Node = "DMA node-a" });
        Assert.Equal([dump.Id, look.Id], all.Commands.Select(c => c.Id));
        var failed = all.Commands[0];
        Assert.Equal(
            ("dump", DumpKind.Full, true, CommandState.Failed, "No room on the disk.", ended, "anna"),
            (failed.Action, failed.DumpKind, failed.Upload, failed.State, failed.Detail, failed.UpdatedAt, failed.RequestedBy));

        var newest = await console.Fleet.ListCommandsAsync(new ListCommandsRequest { Top = 1 });
        Assert.Equal((dump.Id, 2), (Assert.Single(newest.Commands).Id, newest.CommandsTotal));
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await console.Fleet.ListCommandsAsync(new ListCommandsRequest { Top = -1 }));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
    }

    public void Dispose() => _folder.Dispose();
}
