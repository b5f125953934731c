using Fleet.LocalCluster;

namespace Fleet.EndToEnd.Tests;

/// <summary>Bad input gets one clear line, and harms nothing.</summary>
[Collection(OneAtATime.Name)]
public sealed class BadInputTests(BadInputTests.Running running) : IClassFixture<BadInputTests.Running>
{
    private static CancellationToken Cancel => FastMotion.Cancel;

    [Fact]
    public async Task An_unknown_node_and_an_unknown_instance_are_refused_in_one_line_each()
    {
        var cluster = running.Cluster;

        AssertOneLine(await cluster.Console.RunAsync(Cancel, "look", "--node", "dma-99"), "dma-99");
        AssertOneLine(await cluster.Console.RunAsync(Cancel, "dump", "dma-01/1", "--kind", "mini"), "dma-01/1");
        AssertOneLine(await cluster.Console.RunAsync(Cancel, "leak", "nonsense"), "nonsense");
    }

    [Fact]
    public async Task A_command_for_a_node_that_is_away_waits_for_it()
    {
        var (cluster, node) = (running.Cluster, running.Node);
        await node.Agent.StopAsync();

        var command = (await FastMotion.JsonAsync(cluster, "look", FastMotion.InstanceName(node))).GetProperty("commands")[0];
        Assert.Equal("pending", command.GetProperty("state").GetString());
        var id = command.GetProperty("id").GetString()!;
        Assert.Equal("pending", await FastMotion.CommandStateAsync(cluster, id));
        node.StartAgent();

        string? state = null;
        await Poll.UntilAsync(
            "the very command that was given while the node was away has succeeded",
            async () => (state = await FastMotion.CommandStateAsync(cluster, id)) == "succeeded",
            FastMotion.Patience,
            () => $"It is {state}. The agent printed:\n{node.Agent.Output}",
            Cancel);
    }

    [Fact]
    public async Task A_second_agent_with_the_same_identity_is_refused_and_the_first_goes_on()
    {
        var (cluster, node) = (running.Cluster, running.Node);

        await using var double_ = node.StartAgentProcess(node.AgentDirectory + "-double");
        await double_.WaitForLineAsync("refuses this agent", FastMotion.Patience, Cancel);

        Assert.False(node.Agent.HasExited);
        await FastMotion.WaitForLooksAsync(cluster, node, await FastMotion.LooksAsync(cluster, node) + 2);
    }

    [Fact]
    public async Task A_second_agent_on_the_same_directory_ends_with_one_line_that_names_the_first()
    {
        var node = running.Node;

        await using var second = node.StartAgentProcess(node.AgentDirectory);
        await second.WaitForExitAsync(Cancel);

        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains($"is in use by process {node.Agent.Id}", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_without_a_coordinator_says_so_in_one_line()
    {
        var console = new FleetConsole($"http://127.0.0.1:{FreePort.Next()}");

        AssertOneLine(await console.RunAsync(Cancel, "nodes"), "coordinator");
    }

    [Fact]
    public async Task Wrong_configuration_is_told_all_at_once_with_exit_code_2()
    {
        await using var agent = ChildProcess.Start("agent", Executables.Agent, ["--coordinator", "nowhere", "--Looks:Jitter", "7", "--no-such-switch"]);
        await agent.WaitForExitAsync(Cancel);
        Assert.Equal(2, agent.ExitCode);
        Assert.Contains("Uplink:Coordinator", agent.Output, StringComparison.Ordinal);
        Assert.Contains("Looks:Jitter", agent.Output, StringComparison.Ordinal);
        Assert.Contains("--no-such-switch", agent.Output, StringComparison.Ordinal);

        await using var coordinator = ChildProcess.Start("coordinator", Executables.Coordinator, ["--listen", "nowhere", "--Gateway:HeartbeatSeconds", "-3"]);
        await coordinator.WaitForExitAsync(Cancel);
        Assert.Equal(2, coordinator.ExitCode);
        Assert.Contains("nowhere", coordinator.Output, StringComparison.Ordinal);
        Assert.Contains("HeartbeatSeconds", coordinator.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_without_room_fails_in_one_line_and_the_target_runs_on()
    {
        var (cluster, node) = (running.Cluster, running.Node);

        var result = await cluster.Console.RunAsync(Cancel, "dump", FastMotion.InstanceName(node), "--kind", "full", "--wait");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Capture:", result.StandardError + result.StandardOutput, StringComparison.Ordinal);
        Assert.False(node.Scripting[0].HasExited);
        await FastMotion.WaitForLooksAsync(cluster, node, await FastMotion.LooksAsync(cluster, node) + 1);
    }

    private static void AssertOneLine(ConsoleResult result, string names)
    {
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.StandardOutput);
        Assert.Single(result.StandardError.Trim().Split('\n'));
        Assert.Contains(names, result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>One cluster for all: that what is wrong harms nothing is seen in the tests that come after it.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal Cluster Cluster { get; private set; } = null!;

        /// <summary>Its agent may not keep dumps of any size.</summary>
        internal SimulatedNode Node { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Cluster = await FastMotion.StartAsync("--Capture:MaxBytes", "1048576");
            Node = await FastMotion.AddRunningNodeAsync(Cluster, "dma-01");
        }

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
