using Fleet.Agent.Tests.Spool;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Kind = Fleet.Contracts.AgentApi.ConnectRequest.MessageOneofCase;

namespace Fleet.Agent.Tests.Uplink;

public sealed class CoordinatorUplinkTests
{
    [Fact]
    public async Task Says_hello_first_and_tells_who_it_is_and_which_spool_counts()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        var hello = (await coordinator.NextStreamAsync()).Hello;
        Assert.Equal((agent.Node.NodeId, "dma-07", agent.Node.AgentRunId, agent.Spool.SpoolId), (hello.NodeId, hello.NodeName, hello.AgentRunId, hello.SpoolId));
    }

    [Fact]
    public async Task Summaries_come_as_they_were_spooled_and_leave_the_spool_when_acked()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Append(1, 3);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        for (var n = 1; n <= 3; n++)
        {
            var (sequence, summary) = await stream.NextSummaryAsync();
            Assert.Equal((ulong)n, sequence);
            var expected = SampleSummaries.Make(n);
            Assert.Equal(expected.Heap.Types, summary.Heap.Types);
            Assert.Equal((expected.Instance, expected.TakenAt, expected.CommandId), (summary.Instance, summary.TakenAt, summary.CommandId));
        }

        Assert.Equal(3, agent.Spool.Statistics.Records);
        stream.Acknowledge(2);
        await agent.SpoolHoldsAsync(1);
        agent.Append(4, 4);
        Assert.Equal([(4ul, "look-4")], await stream.NextSummariesAsync(1));
    }

    [Fact]
    public async Task A_coordinator_without_TLS_at_an_address_with_it_is_told_in_words()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url.Replace("http://", "https://", StringComparison.Ordinal));

        var lost = await agent.LoggedAsync("No stream");

        Assert.Equal(
            $"No stream to the coordinator at {agent.Options.Coordinator}: what answers there speaks no TLS, or shows a certificate that is not trusted here: "
            + "give --coordinator http://… where there is no TLS, else have the certificate's issuer trusted. Summaries are kept in the spool until it is back",
            lost.Text);
    }

    [Fact]
    public async Task After_a_broken_stream_exactly_the_unacked_come_again_in_order()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Append(1, 6);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        await stream.NextSummariesAsync(6);
        stream.Acknowledge(2);
        await agent.SpoolHoldsAsync(4);
        stream.Drop();

        var again = await coordinator.NextStreamAsync();
        // The coordinator had committed one more than it came to ack.
        again.Welcome(committed: 3);
        agent.Append(7, 7);
        Assert.Equal([(4ul, "look-4"), (5ul, "look-5"), (6ul, "look-6"), (7ul, "look-7")], await again.NextSummariesAsync(4));
        again.Acknowledge(7);
        await agent.SpoolHoldsAsync(0);
        Assert.False(again.Has(Kind.Summary));
    }

    [Fact]
    public async Task Comes_back_to_a_coordinator_that_was_gone_and_says_so_once()
    {
        await using var agent = new AgentSide("http://127.0.0.1:9");
        var coordinator = await FakeCoordinator.StartAsync();
        await using var connected = await AgentSide.StartAsync(coordinator.Url);
        (await coordinator.NextStreamAsync()).Welcome();
        await connected.LoggedAsync("Connected");
        var port = coordinator.Port;
        await coordinator.DisposeAsync();
        var lost = await connected.LoggedAsync("No stream to the coordinator");
        Assert.Equal(LogLevel.Warning, lost.Level);
        connected.Append(1, 2);

        await using var back = await FakeCoordinator.StartAsync(port);
        var stream = await back.NextStreamAsync();
        stream.Welcome();
        Assert.Equal([(1ul, "look-1"), (2ul, "look-2")], await stream.NextSummariesAsync(2));
        await connected.LoggedAsync("Connected");
    }

    [Fact]
    public async Task A_refused_agent_says_why_as_an_error_and_is_let_in_when_its_double_is_gone()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Refusal = new Status(StatusCode.AlreadyExists, "Another agent with the identity node-1 is connected.");
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        var refused = await agent.LoggedAsync("refuses");
        Assert.Equal(LogLevel.Error, refused.Level);
        Assert.Contains("Another agent with the identity node-1", refused.Text, StringComparison.Ordinal);
        Assert.EndsWith("Until it is accepted, it looks at no process", refused.Text, StringComparison.Ordinal);
        Assert.True(agent.Admission.Refused);

        coordinator.Refusal = null;
        (await coordinator.NextStreamAsync()).Welcome();
        await agent.LoggedAsync("Connected");
        Assert.Single(agent.Log, entry => entry.Level == LogLevel.Error);
        Assert.False(agent.Admission.Refused);
    }

    [Fact]
    public async Task A_drained_agent_takes_its_last_acks_and_comes_back()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Append(1, 2);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        await stream.NextSummariesAsync(2);
        stream.Send(new ConnectResponse { Drain = new Drain { ReconnectWithinSeconds = 0 } });
        stream.Acknowledge(2);
        await stream.ClosedAsync();
        await agent.SpoolHoldsAsync(0);
        (await coordinator.NextStreamAsync()).Welcome(committed: 2);
        await agent.LoggedAsync("goes away");
        Assert.DoesNotContain(agent.Log, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_summary_too_large_for_a_message_is_given_up_and_the_next_ones_come()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Append(1, 1);
        agent.Spool.Append(Huge(2));
        agent.Append(3, 3);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        Assert.Equal([(1ul, "look-1"), (3ul, "look-3")], await stream.NextSummariesAsync(2));
        Assert.Contains("is given up", (await agent.LoggedAsync("Summary 2")).Text, StringComparison.Ordinal);
        Assert.Equal(1, agent.Spool.Statistics.Dropped);
        stream.Acknowledge(3);
        await agent.SpoolHoldsAsync(0);
    }

    [Fact]
    public async Task Summaries_of_another_node_are_given_up_instead_of_blocking_the_stream()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url, window: 1);
        for (var n = 1; n <= 3; n++)
            agent.Spool.Append(SampleSummaries.Make(n, node: "another"));
        agent.Append(4, 4);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        Assert.Equal([(4ul, "look-4")], await stream.NextSummariesAsync(1));
        Assert.Equal(3, agent.Spool.Statistics.Dropped);
    }

    [Fact]
    public async Task No_more_summaries_are_on_the_way_than_the_window_allows()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url, window: 3);
        agent.Append(1, 10);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        await stream.NextSummariesAsync(3);

        // What is posted after the window filled comes through, and no summary before it.
        agent.Outbox.Post(new CommandUpdate { CommandId = "c1", State = CommandState.Running });
        agent.Outbox.Post(new CommandUpdate { CommandId = "c2", State = CommandState.Running });
        await stream.NextAsync(Kind.CommandUpdate);
        await stream.NextAsync(Kind.CommandUpdate);
        Assert.False(stream.Has(Kind.Summary));

        stream.Acknowledge(1);
        Assert.Equal([(4ul, "look-4")], await stream.NextSummariesAsync(1));
        stream.Acknowledge(4);
        Assert.Equal([(5ul, "look-5"), (6ul, "look-6"), (7ul, "look-7")], await stream.NextSummariesAsync(3));
    }

    [Fact]
    public async Task Instances_are_announced_when_they_come_and_change_and_left_out_when_they_ended()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Run(10);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome(heartbeatSeconds: 1);
        var first = (await stream.NextAsync(Kind.Heartbeat)).Heartbeat;
        Assert.Equal(1010, Assert.Single(first.Instances).Memory.PrivateBytes);
        Assert.Equal(17, first.DumpBytes);
        Assert.Equal(["dump-1", "dump-2"], first.Dumps.Ids);

        agent.Run(10, reason: "no permission; run the agent as root");
        agent.Run(11);
        Assert.Equal("no permission; run the agent as root", (await stream.NextAsync(Kind.Instance)).Instance.UnreadableReason);
        await HeartbeatOfAsync(stream, 10, 11);
        agent.Running.TryRemove(10, out _);
        await HeartbeatOfAsync(stream, 11);
    }

    [Fact]
    public async Task A_late_summary_of_an_instance_that_ended_is_announced_from_the_record()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Run(11);
        agent.Spool.Append(SampleSummaries.Make(1, pid: 10));
        agent.Spool.Append(SampleSummaries.Make(2, pid: 11));
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome(heartbeatSeconds: 1);
        Assert.Equal(10, (await stream.NextSummaryAsync()).Summary.Instance.Pid);
        Assert.Equal(11, (await stream.NextSummaryAsync()).Summary.Instance.Pid);
        await HeartbeatOfAsync(stream, 11);
        // Its place was given up with the heartbeat; another late one is understood all the same.
        agent.Spool.Append(SampleSummaries.Make(3, pid: 10));
        Assert.Equal(10, (await stream.NextSummaryAsync()).Summary.Instance.Pid);
    }

    [Fact]
    public async Task Commands_reach_their_handler_and_answers_survive_a_broken_stream()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        stream.Send(new ConnectResponse { Command = new Command { Id = "c1", Look = new LookAction() } });
        Assert.Equal("c1", (await agent.Commands.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Id);
        stream.Drop();
        await agent.LoggedAsync("No stream");
        agent.Outbox.Post(new CommandUpdate { CommandId = "c1", State = CommandState.Running });
        agent.Outbox.Post(new CommandUpdate { CommandId = "c1", State = CommandState.Succeeded });

        var again = await coordinator.NextStreamAsync();
        again.Welcome();
        var update = (await again.NextAsync(Kind.CommandUpdate)).CommandUpdate;
        Assert.Equal(("c1", CommandState.Succeeded), (update.CommandId, update.State));
    }

    [Fact]
    public async Task A_failed_look_is_told_of_the_instance_it_was_of()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Run(10);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        await stream.NextAsync(Kind.Heartbeat);
        agent.Outbox.Post(new Agent.Uplink.FailedLook(SampleSummaries.Instance(10), SampleSummaries.Make(1).TakenAt, "the pause would be too long", "c9"));
        var failure = (await stream.NextAsync(Kind.LookFailure)).LookFailure;
        Assert.Equal(("the pause would be too long", "c9", 10), (failure.Reason, failure.CommandId, stream.Announced[failure.InstanceRef].Instance.Pid));
    }

    [Fact]
    public async Task A_stopping_agent_closes_its_half_and_takes_the_acks_that_are_on_their_way()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Append(1, 2);
        var stream = await coordinator.NextStreamAsync();
        stream.Welcome();
        await stream.NextSummariesAsync(2);
        stream.Acknowledge(2);
        await agent.StopAsync();
        await stream.ClosedAsync();
        Assert.Equal(0, agent.Spool.Statistics.Records);
        Assert.DoesNotContain(agent.Log, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_coordinator_that_takes_and_drops_at_once_is_not_hammered_and_nothing_is_lost()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = await AgentSide.StartAsync(coordinator.Url);
        agent.Append(1, 2);
        for (var i = 0; i < 4; i++)
        {
            var stream = await coordinator.NextStreamAsync();
            stream.Welcome();
            stream.End(new Status(StatusCode.InvalidArgument, "Summary frame 1 is malformed."));
        }

        Assert.Equal(LogLevel.Error, (await agent.LoggedAsync("is malformed")).Level);
        var last = await coordinator.NextStreamAsync();
        last.Welcome();
        Assert.Equal([(1ul, "look-1"), (2ul, "look-2")], await last.NextSummariesAsync(2));
    }

    private static async Task HeartbeatOfAsync(AgentStream stream, params int[] pids)
    {
        while (true)
        {
            var heartbeat = (await stream.NextAsync(Kind.Heartbeat)).Heartbeat;
            if (heartbeat.Instances.Select(sample => stream.Announced[sample.InstanceRef].Instance.Pid).Order().SequenceEqual(pids))
                return;
        }
    }

    private static InstanceSummary Huge(int n)
    {
        var random = new Random(1);
        var name = new byte[40];
        var summary = SampleSummaries.Make(n);
        var rows = new TypeRow[150_000];
        for (var i = 0; i < rows.Length; i++)
        {
            random.NextBytes(name);
            rows[i] = new TypeRow(Convert.ToHexString(name), "Example", 1, 24, 0, 0, 24, 0, 0, 0);
        }

        return summary with { Heap = summary.Heap with { Types = rows } };
    }
}
