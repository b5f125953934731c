using Fleet.Console.Tests.Service;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Tests.Commands;

public sealed class CommandsCommandTests
{
    private const string NoRoom = "no room on /var/dumps: needs 3 GB, has 1 GB; free some";

    [Fact]
    public async Task Commands_are_listed_with_what_was_asked_of_whom_their_state_and_their_reason()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<ListCommandsRequest>(new ListCommandsResponse { Commands = { FailedDump(), Holders() }, CommandsTotal = 5 }));

        var run = (await host.RunAsync("commands", "--node", "dma-07")).Expect(0);

        var request = host.Fleet.Single<ListCommandsRequest>();
        Assert.Equal(("dma-07", 30), (request.Node, request.Top));
        Assert.Equal(["c2", "full dump, to the coordinator", "dma-07/4242", "failed", "12 min ago", "anna@desk", NoRoom], Cells(run.Lines[1]));
        Assert.Equal(["c1", "holders of Acme.Session", "dma-07/4242", "running", "20 min ago", "fleet-coordinator"], Cells(run.Lines[2]));
        Assert.Equal("3 older ones are not shown: --top 0 shows all.", run.Lines[3]);
    }

    [Fact]
    public async Task One_command_is_shown_in_full()
    {
        var failed = FailedDump();
        failed.RequestedAt = Samples.Start.ToTimestamp();
        failed.UpdatedAt = Samples.Start.AddMinutes(1).ToTimestamp();
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetCommandRequest>(new GetCommandResponse { Command = failed }));

        var run = (await host.RunAsync("commands", "c2")).Expect(0);

        Assert.Equal("c2", host.Fleet.Single<GetCommandRequest>().CommandId);
        Assert.Equal("full dump, to the coordinator · dma-07/4242", run.Lines[0]);
        Assert.Contains("state         failed", run.Lines);
        Assert.Contains($"why           {NoRoom}", run.Lines);
        Assert.Contains("requested     2026-03-03 05:00:00Z, ", run.Output, StringComparison.Ordinal);
        Assert.Contains(", by anna@desk", run.Output, StringComparison.Ordinal);
        Assert.Contains("ended         2026-03-03 05:01:00Z, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_gets_all_of_them_as_one_document()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<ListCommandsRequest>(new ListCommandsResponse { Commands = { FailedDump() }, CommandsTotal = 1 }));

        var run = (await host.RunAsync("commands", "--json")).Expect(0);

        Assert.Equal(0, host.Fleet.Single<ListCommandsRequest>().Top);
        var command = Assert.Single(run.Json.GetProperty("commands").EnumerateArray());
        Assert.Equal(("failed", "full", NoRoom), (command.GetProperty("state").GetString(), command.GetProperty("dumpKind").GetString(), command.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task That_nothing_was_asked_is_said()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListCommandsRequest>(new ListCommandsResponse()));

        Assert.StartsWith("No commands: ", (await host.RunAsync("commands")).Expect(0).Output, StringComparison.Ordinal);
    }

    private static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static CommandStatus FailedDump() => new()
    {
        Id = "c2",
        InstanceId = Samples.IdOf(4242),
        NodeName = "dma-07",
        NodeConnected = true,
        Action = "dump",
        DumpKind = DumpKind.Full,
        Upload = true,
        State = CommandState.Failed,
        Detail = NoRoom,
        RequestedAt = Samples.Ago(TimeSpan.FromMinutes(12)),
        RequestedBy = "anna@desk",
    };

    private static CommandStatus Holders() => new()
    {
        Id = "c1",
        InstanceId = Samples.IdOf(4242),
        NodeName = "dma-07",
        NodeConnected = true,
        Action = "retention",
        Type = "Acme.Session",
        State = CommandState.Running,
        RequestedAt = Samples.Ago(TimeSpan.FromMinutes(20)),
        RequestedBy = "fleet-coordinator",
    };
}
