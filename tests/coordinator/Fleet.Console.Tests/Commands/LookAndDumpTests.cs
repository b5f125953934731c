using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Fleet.Console.Tests.Service;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Fleet.Console.Tests.Commands;

public sealed class LookAndDumpTests
{
    [Fact]
    public async Task Look_returns_at_once_when_not_told_to_wait()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestLookRequest>(new RequestLookResponse { Commands = { Command("c1", CommandState.Pending) } }));

        var run = (await host.RunAsync("look", "dma-07/4242")).Expect(0);

        var request = host.Fleet.Single<RequestLookRequest>();
        Assert.Equal("dma-07/4242", request.Selector.Instance);
        Assert.Contains('@', request.RequestedBy);
        Assert.NotEmpty(request.RequestId);
        Assert.Equal("c1       dma-07/4242  waiting for the agent", run.Lines[1].TrimEnd());
    }

    [Fact]
    public async Task Dump_waits_tells_how_it_comes_on_and_ends_with_the_commands_as_they_ended()
    {
        var states = new ConcurrentQueue<CommandStatus>(
        [
            Command("c1", CommandState.Running, DumpState.Capturing),
            Command("c1", CommandState.Running, DumpState.Uploading),
            Command("c1", CommandState.Succeeded, DumpState.Stored),
        ]);
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestDumpRequest>(new RequestDumpResponse { Commands = { Command("c1", CommandState.Pending) } })
            .Answer<GetCommandRequest>(_ => new GetCommandResponse { Command = states.TryDequeue(out var next) ? next : throw new InvalidOperationException() }));

        var run = (await host.RunAsync("dump", "--protocol", "P", "--node", "dma-07", "--kind", "heap", "--upload", "--wait", "--json")).Expect(0);

        var request = host.Fleet.Single<RequestDumpRequest>();
        Assert.Equal(("P", "dma-07", DumpKind.Heap, true), (request.Selector.Protocol, request.Selector.Node, request.Kind, request.Upload));
        Assert.Equal(
            ["dma-07/4242: waiting for the agent", "dma-07/4242: capturing, 1 MB of 4 MB", "dma-07/4242: uploading, 1 MB of 4 MB", "dma-07/4242: done"],
            run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        var command = Assert.Single(run.Json.GetProperty("commands").EnumerateArray());
        Assert.Equal("succeeded", command.GetProperty("state").GetString());
        Assert.Equal("stored", command.GetProperty("dump").GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_holds_an_upload_up_is_told_once_while_it_is_waited_for()
    {
        const string Full = "The coordinator has no room: free 1 GB there";
        var states = new ConcurrentQueue<CommandStatus>([Uploading("on its way", heldUp: false), Uploading(Full, heldUp: true), Uploading(Full, heldUp: true), Command("c1", CommandState.Succeeded, DumpState.Stored)]);
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestDumpRequest>(new RequestDumpResponse { Commands = { Command("c1", CommandState.Pending) } })
            .Answer<GetCommandRequest>(_ => new GetCommandResponse { Command = states.TryDequeue(out var next) ? next : throw new InvalidOperationException() }));

        var run = (await host.RunAsync("dump", "dma-07/4242", "--upload", "--wait", "--json")).Expect(0);

        Assert.Equal(
            ["dma-07/4242: waiting for the agent", "dma-07/4242: uploading, 1 MB of 4 MB", $"dma-07/4242: uploading, 1 MB of 4 MB: {Full}", "dma-07/4242: done"],
            run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));

        static CommandStatus Uploading(string detail, bool heldUp)
        {
            var command = Command("c1", CommandState.Running, DumpState.Uploading);
            command.Detail = detail;
            command.Dump.HeldUp = heldUp;
            return command;
        }
    }

    [Fact]
    public async Task A_command_that_fails_is_exit_code_1_with_its_reason()
    {
        var failed = Command("c1", CommandState.Failed);
        failed.Detail = "no room on /var/dumps: free 3 GB";
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestDumpRequest>(new RequestDumpResponse { Commands = { Command("c1", CommandState.Running) } })
            .Answer<GetCommandRequest>(new GetCommandResponse { Command = failed }));

        var run = (await host.RunAsync("dump", "dma-07/4242", "--wait")).Expect(1);

        Assert.Contains("dma-07/4242: failed: no room on /var/dumps: free 3 GB", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_outlives_a_coordinator_that_is_away_for_a_while()
    {
        var asked = 0;
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestLookRequest>(new RequestLookResponse { Commands = { Command("c1", CommandState.Pending) } })
            .Answer<GetCommandRequest>(_ => ++asked < 3
                ? throw new RpcException(new Status(StatusCode.Unavailable, "restarting"))
                : new GetCommandResponse { Command = Command("c1", CommandState.Succeeded) }));

        var run = (await host.RunAsync("look", "dma-07/4242", "--wait")).Expect(0);

        Assert.Equal(3, asked);
        Assert.Contains("Waiting on.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_outlives_a_proxy_that_hangs_up_while_the_coordinator_is_away()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestLookRequest>(new RequestLookResponse { Commands = { Command("c1", CommandState.Pending) } })
            .Answer<GetCommandRequest>(_ =>
            {
                asked.TrySetResult();
                return new GetCommandResponse { Command = Command("c1", CommandState.Pending) };
            }));
        var port = new Uri(first.Url).Port;
        var running = first.RunAsync("look", "dma-07/4242", "--wait");
        await asked.Task;
        await first.DisposeAsync();
        await using (var proxy = new OtherServer("", port))
            await proxy.Spoken;
        await using var second = await FleetHost.StartAsync(
            new FakeFleet().Answer<GetCommandRequest>(new GetCommandResponse { Command = Command("c1", CommandState.Succeeded) }), port);

        var run = (await running).Expect(0);

        Assert.Contains("Waiting on.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_with_the_given_time()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestLookRequest>(new RequestLookResponse { Commands = { Away() } })
            .Answer<GetCommandRequest>(new GetCommandResponse { Command = Away() }));

        var run = (await host.RunAsync("look", "--node", "dma-07", "--wait", "--timeout", "1")).Expect(1);

        Assert.Contains("dma-07/4242: waits for dma-07 to connect, until 2026-03-03 05:10:00Z", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 command not over yet", run.Error, StringComparison.Ordinal);

        static CommandStatus Away()
        {
            var command = Command("c1", CommandState.Pending, connected: false);
            command.ExpiresAt = Samples.Start.AddMinutes(10).ToTimestamp();
            return command;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupt_ends_the_waiting_and_not_the_work(bool whileAsking)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGINT");
        using var answering = new ManualResetEventSlim(!whileAsking);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestLookRequest>(new RequestLookResponse { Commands = { Command("c1", CommandState.Running) } })
            .Answer<GetCommandRequest>(_ =>
            {
                asked.TrySetResult();
                answering.Wait(TimeSpan.FromSeconds(60));
                return new GetCommandResponse { Command = Command("c1", CommandState.Running) };
            }));
        using var fleet = FleetProcess.Start(["look", "dma-07/4242", "--wait", "--coordinator", host.Url], new Dictionary<string, string>());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        using (var kill = Process.Start("kill", ["-INT", fleet.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        var error = await fleet.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await fleet.WaitForExitAsync();
        Assert.Equal(1, fleet.ExitCode);
        answering.Set();
        Assert.EndsWith("Interrupted: what was asked for goes on; 'fleet commands' shows how it ends.", error.TrimEnd(), StringComparison.Ordinal);
    }

    private static CommandStatus Command(string id, CommandState state, DumpState dump = DumpState.Unspecified, bool connected = true) => new()
    {
        Id = id,
        InstanceId = Samples.IdOf(4242),
        NodeName = "dma-07",
        State = state,
        NodeConnected = connected,
        Dump = dump is DumpState.Unspecified ? null : new DumpProgress { State = dump, BytesDone = Samples.MB, BytesTotal = 4 * Samples.MB },
    };
}
