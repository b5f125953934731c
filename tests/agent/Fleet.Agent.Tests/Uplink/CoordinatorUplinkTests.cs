using Fleet.Agent.Tests.Spool;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;
using Kind = Fleet.Contracts.AgentApi.ConnectRequest.MessageOneofCase;

namespace Fleet.Agent.Tests.Uplink;

/// <summary>What goes over the stream: summaries, instances, commands and their answers.</summary>
public sealed class CoordinatorUplinkTests
{
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
