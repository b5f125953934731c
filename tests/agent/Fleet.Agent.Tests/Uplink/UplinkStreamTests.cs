using Fleet.Contracts.AgentApi;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Kind = Fleet.Contracts.AgentApi.ConnectRequest.MessageOneofCase;

namespace Fleet.Agent.Tests.Uplink;

/// <summary>How the stream to a coordinator comes about, breaks, ends, and comes about again.</summary>
public sealed class UplinkStreamTests
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
}
