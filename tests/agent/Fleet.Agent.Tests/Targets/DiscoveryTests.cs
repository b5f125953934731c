using Fleet.Agent.Targets;
using Fleet.Agent.Tests.Processes;

namespace Fleet.Agent.Tests.Targets;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task A_process_with_a_name_longer_than_the_kernel_keeps_is_found_by_it()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = new TestNode(options => options.Names.Add("Fleet.Agent.Workload"));

        node.Discovery.Discover();

        var target = Assert.Single(node.Targets.Current, target => target.Identity.Pid == child.Pid);
        Assert.Equal("Fleet.Agent.Workload", target.Process.Name);
        Assert.Equal(new RuntimeFacts(64, ".NET", Environment.Version.ToString(), ""), target.Runtime);
    }

    [Fact]
    public async Task An_application_started_by_dotnet_is_found_by_its_own_name()
    {
        await using var child = Child.Start("dotnet", Built.Workload + ".dll");
        await child.SaysAsync("ready");
        using var node = new TestNode(options => options.Names.Add("fleet.agent.work*"));

        node.Discovery.Discover();

        Assert.Contains(node.Targets.Current, target => target.Identity.Pid == child.Pid && target.Process.Name == "Fleet.Agent.Workload");
    }

    [Fact]
    public async Task An_id_that_no_process_has_is_told_of_once_and_one_whose_process_ends_is_not()
    {
        var child = await Child.StartWorkloadAsync();
        using var node = new TestNode(options =>
        {
            options.Pids.Add(int.MaxValue);
            options.Pids.Add(child.Pid);
        });

        node.Discovery.Discover();
        await child.DisposeAsync();
        node.Discovery.Discover();
        node.Discovery.Discover();

        Assert.Equal(
            "Warning: No process has the id 2147483647 that is to be watched; give the id of one that runs, or a name with --process",
            Assert.Single(node.DiscoveryLines.All, line => line.Contains("No process", StringComparison.Ordinal)));
        Assert.Single(node.DiscoveryLines.All, line => line.EndsWith("has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_identity_is_the_same_at_every_listing_and_after_a_restart_of_the_agent()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        var first = node.Target.Identity;
        using var other = TestNode.Of(child);

        for (var round = 0; round < 50; round++)
            node.Discovery.Discover();

        Assert.Equal(first, node.Target.Identity);
        Assert.Equal(first, other.Target.Identity);
        Assert.True(node.Processes.IsRunning(child.Pid, first.StartedAt));
    }

    [Fact]
    public async Task The_start_that_others_would_compute_is_within_the_heap_workers_tolerance()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var process = System.Diagnostics.Process.GetProcessById(child.Pid);

        var byClock = node.Processes.StartedByClock(node.Target.Identity.StartedAt);

        Assert.InRange((byClock - process.StartTime.ToUniversalTime()).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task A_process_that_ended_is_no_target_any_more()
    {
        var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        var identity = node.Target.Identity;

        await child.DisposeAsync();
        node.Discovery.Discover();

        Assert.Empty(node.Targets.Current);
        Assert.False(node.Processes.IsRunning(identity.Pid, identity.StartedAt));
    }

    [Fact]
    public async Task Another_start_time_is_another_process()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);

        Assert.False(node.Processes.IsRunning(child.Pid, node.Target.Identity.StartedAt.AddMilliseconds(10)));
    }

    [Fact]
    public async Task A_process_that_is_not_NET_says_so()
    {
        await using var child = Child.Start("/bin/sh", "-c", "echo ready; read line");
        await child.SaysAsync("ready");
        using var node = TestNode.Of(child);

        Assert.Equal("", node.Target.Runtime.Flavor);
        Assert.Contains("has no .NET runtime", node.Target.Runtime.UnreadableReason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_agent_does_not_find_itself()
    {
        using var node = new TestNode(options => options.Pids.Add(Environment.ProcessId));

        node.Discovery.Discover();

        Assert.Empty(node.Targets.Current);
    }
}
