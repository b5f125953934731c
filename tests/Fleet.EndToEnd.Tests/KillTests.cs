using Fleet.LocalCluster;

namespace Fleet.EndToEnd.Tests;

/// <summary>Kill -9 anything at any time: the acked data is there, and the rest arrives later.</summary>
[Collection(OneAtATime.Name)]
public sealed class KillTests
{
    private static CancellationToken Cancel => FastMotion.Cancel;

    [Fact]
    public async Task Every_summary_is_in_the_log_exactly_once_though_coordinator_agent_and_workers_are_killed()
    {
        await using var cluster = await FastMotion.StartAsync();
        var node = await FastMotion.AddRunningNodeAsync(cluster, "dma-01", scriptingProcesses: 2);
        List<long> spooled = [];
        for (var round = 0; round < 3; round++)
        {
            await cluster.Coordinator.Process.KillAsync();
            await WorkerHunter.KillNextAsync(node.Agent.Id, TimeSpan.FromMilliseconds(60 * (round + 1)), Cancel);
            await node.Agent.KillAsync();
            spooled.AddRange(SpooledSequences.ToldBy(node.Agent));
            Assert.All(node.Scripting, AssertRunsOn);
            await cluster.Coordinator.StartAsync(Cancel);
            node.StartAgent();
            await FastMotion.WaitForLooksAsync(cluster, node, await FastMotion.LooksAsync(cluster, node) + 2);
        }

        spooled.AddRange(await DrainAsync(cluster, node));

        var ledger = SnapshotLedger.Read(cluster.Coordinator.DataDirectory);
        Assert.NotEmpty(spooled);
        Assert.Equal(spooled.Count, spooled.Distinct().Count());
        Assert.Empty(spooled.Except(ledger.Select(e => e.Sequence)));
        Assert.Equal(Enumerable.Range(1, ledger.Count).Select(n => (long)n), ledger.Select(e => e.Sequence));
        Assert.Single(ledger.Select(e => e.Spool).Distinct());
        Assert.Equal(ledger.Count, ledger.Select(e => (e.Instance, e.TakenAt)).Distinct().Count());
    }

    [Fact]
    public async Task Summaries_taken_while_the_coordinator_is_away_arrive_when_it_is_back()
    {
        await using var cluster = await FastMotion.StartAsync();
        var node = await FastMotion.AddRunningNodeAsync(cluster, "dma-01");
        await cluster.Coordinator.Process.KillAsync();
        var told = SpooledSequences.ToldBy(node.Agent).Count;
        await Poll.UntilAsync(
            "three more summaries are spooled",
            () => Task.FromResult(SpooledSequences.ToldBy(node.Agent).Count >= told + 3),
            FastMotion.Patience,
            () => node.Agent.Output,
            Cancel);

        await cluster.Coordinator.StartAsync(Cancel);

        await FastMotion.WaitForLooksAsync(cluster, node, told + 3);
        var sequences = SnapshotLedger.Read(cluster.Coordinator.DataDirectory).Select(e => e.Sequence).ToList();
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(n => (long)n), sequences);
    }

    [Fact]
    public async Task A_worker_killed_in_mid_walk_leaves_its_target_running_and_is_reported()
    {
        await using var cluster = await FastMotion.StartAsync();
        var node = await FastMotion.AddRunningNodeAsync(cluster, "dma-01");
        for (var kill = 0; kill < 5; kill++)
        {
            await WorkerHunter.KillNextAsync(node.Agent.Id, TimeSpan.FromMilliseconds(40 * kill), Cancel);
            AssertRunsOn(node.Scripting[0]);
        }

        var looks = await FastMotion.LooksAsync(cluster, node);
        await FastMotion.WaitForLooksAsync(cluster, node, looks + 2);
    }

    [Fact]
    public async Task A_dump_command_given_while_the_coordinator_is_killed_and_the_agent_restarts_is_carried_out_once()
    {
        await using var cluster = await FastMotion.StartAsync();
        var node = await FastMotion.AddRunningNodeAsync(cluster, "dma-01");
        await node.Agent.KillAsync();

        var command = (await FastMotion.JsonAsync(cluster, "dump", FastMotion.InstanceName(node), "--kind", "mini", "--upload"))
            .GetProperty("commands")[0].GetProperty("id").GetString()!;
        await cluster.Coordinator.Process.KillAsync();
        await cluster.Coordinator.StartAsync(Cancel);
        node.StartAgent();
        await WaitForDumpAsync(cluster, command, "on-node", "uploading", "stored");
        await cluster.Coordinator.Process.KillAsync();
        var first = node.Agent;
        await first.KillAsync();
        await cluster.Coordinator.StartAsync(Cancel);
        node.StartAgent();
        await WaitForDumpAsync(cluster, command, "stored");

        var dumps = (await FastMotion.JsonAsync(cluster, "dumps")).GetProperty("dumps").EnumerateArray().ToList();
        Assert.Single(dumps);
        Assert.Single((first.Output + '\n' + node.Agent.Output).Split('\n'), line => line.Contains("[1400] Taking a", StringComparison.Ordinal));
        var file = Path.Combine(cluster.WorkDirectory, "once.dmp");
        (await cluster.Console.RunAsync(Cancel, "dump-get", command, "-o", file)).EnsureSuccess();
        Assert.Equal(dumps[0].GetProperty("sizeBytes").GetInt64(), new FileInfo(file).Length);
        AssertRunsOn(node.Scripting[0]);
    }

    private static async Task WaitForDumpAsync(Cluster cluster, string id, params string[] states)
    {
        var seen = "";
        await Poll.UntilAsync(
            $"the dump is {string.Join(" or ", states)}",
            async () =>
            {
                var dumps = (await FastMotion.JsonAsync(cluster, "dumps")).GetProperty("dumps");
                seen = dumps.GetRawText();
                return dumps.EnumerateArray().Any(d =>
                    d.GetProperty("id").GetString() == id && states.Contains(d.GetProperty("state").GetString()));
            },
            FastMotion.Patience,
            () => $"It is {seen}.\n{string.Join('\n', cluster.Nodes.Select(n => n.Agent.Output))}\n{cluster.Coordinator.Process.Output}",
            Cancel);
    }

    /// <summary>Ends the targets, so that nothing new is spooled, and waits until the agent has delivered everything; returns what it spooled.</summary>
    private static async Task<IReadOnlyList<long>> DrainAsync(Cluster cluster, SimulatedNode node)
    {
        foreach (var target in node.Scripting)
            await target.StopAsync();
        await Poll.UntilAsync(
            "everything spooled is committed",
            async () =>
            {
                var spool = (await FastMotion.JsonAsync(cluster, "nodes")).GetProperty("nodes")[0];
                return spool.GetProperty("instances").GetInt32() == 0 && spool.GetProperty("spoolRecords").GetInt64() == 0;
            },
            FastMotion.Patience,
            () => node.Agent.Output,
            Cancel);
        await node.Agent.StopAsync();
        return SpooledSequences.ToldBy(node.Agent);
    }

    private static void AssertRunsOn(ChildProcess target)
    {
        Assert.False(target.HasExited, target.Output);
        // A running look stops it for milliseconds; a target that was left stopped stays so.
        Assert.True(
            SpinWait.SpinUntil(() => !ProcessState.IsStopped(target.Id), FastMotion.Patience),
            $"{target.Name} was left stopped");
    }
}
