using System.Globalization;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

/// <summary>What agents rely on, against the real process and a real file.</summary>
public sealed class CommitThenAckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_is_acked_is_in_the_log_and_can_be_asked_for()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        using var console = new ConsoleClient(coordinator.Grpc);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        Assert.Equal((0UL, 10), (agent.Welcome.CommittedSequence, agent.Welcome.HeartbeatSeconds));

        var instance = Summaries.Instance();
        for (ulong i = 1; i <= 5; i++)
        {
            var summary = Summaries.Of(instance, Summaries.Start.AddMinutes(i), leaked: 1000 * (long)i);
            await agent.SendAsync(i, summary with { Heap = summary.Heap with { Details = Summaries.Details() } });
        }

        await agent.BeatAsync(instance);
        await agent.AckedAsync(5);

        var types = await console.Fleet.GetTypesAsync(new GetTypesRequest { Instance = "dma NODE-A/4711", Top = 1 });
        Assert.Equal(instance.ToString(), types.InstanceId);
        Assert.Equal(("Acme.Type0", 5000), (types.Types_[0].Name, types.Types_[0].Count));
        Assert.Equal(20, types.TypesTotal);
        Assert.Equal([7L, 1L], types.Details.Assemblies.Figures);

        var diff = await console.Fleet.DiffTypesAsync(new DiffTypesRequest { Instance = instance.ToString() });
        var grown = Assert.Single(diff.Types_);
        Assert.Equal((1000, 5000), (grown.CountFrom, grown.CountTo));

        var before = await console.Fleet.GetTypesAsync(new GetTypesRequest { Instance = "node-a/4711", At = Summaries.Start.AddMinutes(2.5).ToTimestamp() });
        Assert.Equal(Summaries.Start.AddMinutes(2), before.TakenAt.ToDateTimeOffset());

        var trend = Assert.Single((await console.Fleet.GetTrendAsync(new GetTrendRequest { Type = "Acme.Type0" })).Series);
        Assert.Equal([1000, 2000, 3000, 4000, 5000], trend.Points.Select(p => p.Count));
        Assert.Equal(5, Assert.Single((await console.Fleet.GetTrendAsync(new GetTrendRequest { Instance = "node-a/4711" })).Series).Points.Count);
        Assert.NotEmpty((await console.Fleet.GetTrendAsync(new GetTrendRequest { Protocol = "Acme Poll" })).Series);

        var listed = Assert.Single((await console.Fleet.ListInstancesAsync(new ListInstancesRequest { Protocol = "Acme Poll" })).Instances);
        Assert.Equal((5, true, "DMA node-a"), (listed.Looks, listed.Running, listed.NodeName));
        var node = Assert.Single((await console.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes);
        Assert.Equal((true, 1, 2), (node.Connected, node.Instances, node.SpoolRecords));
    }

    [Fact]
    public async Task Killed_again_and_again_in_mid_stream_it_has_every_summary_exactly_once()
    {
        const ulong Total = 400;
        ulong acked = 0;
        for (var kills = 0; acked < Total; kills++)
        {
            await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc, TestAgent.Hello(run: kills.ToString(CultureInfo.InvariantCulture)));

            // Nothing that was acked may be asked for again.
            Assert.True(agent.Welcome.CommittedSequence >= acked, $"{acked} were acked, and the coordinator knows of {agent.Welcome.CommittedSequence}");
            acked = agent.Welcome.CommittedSequence;
            var sending = SendFromAsync(agent, acked + 1, Total);
            var killAt = kills < 6 ? Math.Min(acked + 50, Total) : Total;
            await agent.AckedAsync(killAt);
            await coordinator.KillAsync();
            acked = agent.Acked;
            await sending;
        }

        await using var log = new LocalLog(_folder["fleet.db"]);
        Assert.Equal(Enumerable.Range(1, (int)Total).Select(i => ("spool-1", (long)i)), (await log.LedgerAsync()).Order());
    }

    [Fact]
    public async Task An_orderly_end_tells_agents_to_come_back_and_acks_what_was_under_way()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
        await agent.AckedAsync(1);

        var stopping = coordinator.StopAsync();
        Assert.True((await agent.NextAsync(m => m.Drain is not null)).Drain.ReconnectWithinSeconds > 0);
        Assert.Equal(StatusCode.OK, (await agent.Ended).StatusCode);
        Assert.Equal(0, await stopping);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SendFromAsync(TestAgent agent, ulong first, ulong last)
    {
        try
        {
            for (var i = first; i <= last; i++)
                await agent.SendAsync(i, Summaries.Of(Summaries.Instance(pid: 1 + (int)(i % 3)), Summaries.Start.AddMinutes(i), types: 200, leaked: (long)i * 10));
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The coordinator was killed under it, which is the point.
        }
    }
}
