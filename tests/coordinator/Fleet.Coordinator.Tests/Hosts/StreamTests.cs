using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Wire;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

/// <summary>What comes over a stream is not believed, and concerns that stream alone.</summary>
public sealed class StreamTests(StreamTests.Running running) : IClassFixture<StreamTests.Running>
{
    private string Grpc => running.Coordinator.Grpc;

    [Fact]
    public async Task A_malformed_frame_closes_its_stream_and_no_other()
    {
        await using var good = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("good", spool: "good"));
        await using var bad = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("bad", spool: "bad"));
        var reference = await bad.AnnounceAsync(Summaries.Instance("bad"));
        await bad.SendAsync(new ConnectRequest
        {
            Summary = new SummaryFrame { Sequence = 1, InstanceRef = reference, Compression = Compression.Zstd, Body = ByteString.CopyFromUtf8("no zstd") },
        });

        var status = await bad.Ended;
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("Summary frame 1", status.Detail, StringComparison.Ordinal);
        await good.SendAsync(1, Summaries.Of(Summaries.Instance("good"), Summaries.Start));
        await good.AckedAsync(1);
        Assert.Single(running.Coordinator.Output.Split('\n'), line => line.Contains("DMA bad", StringComparison.Ordinal) && line.Contains("InvalidArgument", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_look_is_told_of_until_one_succeeds()
    {
        await using var agent = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("failing", spool: "failing"));
        var instance = Summaries.Instance("failing");
        await agent.SendAsync(1, Summaries.Of(instance, Summaries.Start));
        await agent.SendAsync(new ConnectRequest { LookFailure = new LookFailure { InstanceRef = await agent.AnnounceAsync(instance), Reason = "it was held by a debugger" } });
        // What a node says is heard in order, so whoever sees the first heartbeat sees the failure.
        await agent.BeatAsync(instance);
        Assert.Equal("it was held by a debugger", await FailureOnceAsync(found => found.Memory is not null));

        await agent.SendAsync(2, Summaries.Of(instance, Summaries.Start.AddMinutes(5)));
        Assert.Equal("", await FailureOnceAsync(found => found.LastLookFailure.Length == 0));

        // What is told late counts from when it was: a summary that waited in the spool, and a failure that could not be told at once.
        await agent.SendAsync(await FailureAsync("no permission", minute: 20));
        await agent.SendAsync(3, Summaries.Of(instance, Summaries.Start.AddMinutes(15)));
        await HeardAsync(4);
        Assert.Equal("no permission", await FailureOnceAsync(_ => true));
        await agent.SendAsync(5, Summaries.Of(instance, Summaries.Start.AddMinutes(25)));
        await agent.SendAsync(await FailureAsync("an old story", minute: 22));
        await HeardAsync(6);
        Assert.Equal("", await FailureOnceAsync(_ => true));

        // A summary of another process is acked after everything before it was heard.
        async Task HeardAsync(ulong sequence)
        {
            await agent.SendAsync(sequence, Summaries.Of(Summaries.Instance("failing", 4712), Summaries.Start));
            await agent.AckedAsync(sequence);
        }

        async Task<ConnectRequest> FailureAsync(string reason, int minute) => new()
        {
            LookFailure = new LookFailure
            {
                InstanceRef = await agent.AnnounceAsync(instance),
                Reason = reason,
                At = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Summaries.Start.AddMinutes(minute)),
            },
        };

        async Task<string> FailureOnceAsync(Func<FleetInstance, bool> come)
        {
            using var console = new ConsoleClient(Grpc);
            var found = await Asking.UntilAsync(async patience =>
                (await console.Fleet.ListInstancesAsync(new ListInstancesRequest(), cancellationToken: patience)).Instances
                .SingleOrDefault(i => i.Instance.ToIdentity() == instance && come(i)));
            return found.LastLookFailure;
        }
    }

    [Fact]
    public async Task A_failed_look_at_no_valid_time_closes_its_stream()
    {
        await using var agent = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("timeless", spool: "timeless"));
        await agent.SendAsync(new ConnectRequest { LookFailure = new LookFailure { InstanceRef = 1, Reason = "r", At = new() { Nanos = -5 } } });
        var status = await agent.Ended;
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("no valid time", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_is_too_large_closes_its_stream()
    {
        await using var agent = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("large", spool: "large"));
        var reference = await agent.AnnounceAsync(Summaries.Instance("large"));
        var frame = new SummaryFrame { Sequence = 1, InstanceRef = reference, Body = ByteString.CopyFrom(new byte[5 << 20]) };

        // Whether the refusal meets the client while it still writes is a matter of timing.
        await Record.ExceptionAsync(() => agent.SendAsync(new ConnectRequest { Summary = frame }));
        Assert.Equal(StatusCode.ResourceExhausted, (await agent.Ended).StatusCode);
    }

    [Fact]
    public async Task A_summary_of_an_instance_that_was_not_announced_closes_its_stream()
    {
        await using var agent = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("unannounced", spool: "unannounced"));
        await agent.SendAsync(new ConnectRequest { Summary = new SummaryFrame { Sequence = 1, InstanceRef = 9 } });
        var status = await agent.Ended;
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("was not announced", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_can_not_speak_for_another_node()
    {
        await using var agent = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("mallory", spool: "mallory"));
        await agent.AnnounceAsync(Summaries.Instance("somebody-else"));
        var status = await agent.Ended;
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("another node", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_without_a_hello_is_closed()
    {
        await using var agent = TestAgent.Raw(Grpc);
        await agent.SendAsync(new ConnectRequest { Heartbeat = new Heartbeat() });
        var status = await agent.Ended;
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("begins with a hello", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_agent_with_the_same_identity_is_refused_while_the_first_one_lives()
    {
        await using var first = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("twin", run: "one", spool: "twin"));
        var refused = await Assert.ThrowsAsync<RpcException>(() => TestAgent.ConnectAsync(Grpc, TestAgent.Hello("twin", run: "two", spool: "twin-2")));
        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        Assert.Contains("two agents run with one identity", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", await DoubleOf("twin"));

        await first.SendAsync(1, Summaries.Of(Summaries.Instance("twin"), Summaries.Start));
        await first.AckedAsync(1);
        await first.CloseAsync();
        await using var second = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("twin", run: "two", spool: "twin-2"));
        Assert.Equal(0UL, second.Welcome.CommittedSequence);
        Assert.Equal("", await DoubleOf("twin"));

        async Task<string> DoubleOf(string node)
        {
            using var console = new ConsoleClient(Grpc);
            return (await console.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes.Single(n => n.Id == node).RefusedDoubleAddress;
        }
    }

    [Fact]
    public async Task A_reconnect_of_the_same_agent_takes_over_from_its_old_stream()
    {
        await using var old = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("again", spool: "again"));
        await old.SendAsync(1, Summaries.Of(Summaries.Instance("again"), Summaries.Start));
        await old.AckedAsync(1);

        await using var next = await TestAgent.ConnectAsync(Grpc, TestAgent.Hello("again", spool: "again"));
        Assert.Equal(1UL, next.Welcome.CommittedSequence);
        Assert.Equal(StatusCode.Aborted, (await old.Ended).StatusCode);
        await next.SendAsync(2, Summaries.Of(Summaries.Instance("again"), Summaries.Start.AddMinutes(1)));
        await next.AckedAsync(2);
    }

    [Fact]
    public async Task A_silent_agent_is_taken_for_gone_after_three_heartbeats()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await CoordinatorProcess.StartAsync(folder.Path, "--Gateway:HeartbeatSeconds", "1");
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        var status = await agent.Ended;
        Assert.Equal(StatusCode.DeadlineExceeded, status.StatusCode);
    }

    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal CoordinatorProcess Coordinator { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Coordinator = await CoordinatorProcess.StartAsync(_folder.Path);

        public async ValueTask DisposeAsync()
        {
            await Coordinator.DisposeAsync();
            _folder.Dispose();
        }
    }
}
