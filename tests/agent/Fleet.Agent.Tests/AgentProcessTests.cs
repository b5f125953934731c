using System.Globalization;
using Fleet.Agent.Spool;
using Fleet.Agent.Tests.Processes;
using Fleet.Contracts.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fleet.Agent.Tests;

/// <summary>The real agent as a process, without a coordinator.</summary>
public sealed class AgentProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Looks_go_on_without_a_coordinator_and_across_kills_of_the_agent()
    {
        await using var child = await Child.StartWorkloadAsync();
        for (var kill = 0; kill < 3; kill++)
        {
            await using var agent = StartAgent(child);
            await agent.SaysAsync("Looked at Fleet.Agent.Workload");
            await agent.KillAsync();
        }

        using var spool = SummarySpool.Open(_directory.File("spool"), new SpoolOptions(), TimeProvider.System, NullLogger.Instance);
        HashSet<InstanceIdentity> identities = [];
        ulong last = 0, records = 0;
        for (var record = spool.Next(0); record is not null; record = spool.Next(record.Sequence))
        {
            identities.Add(record.Summary.Instance);
            Assert.Contains(record.Summary.Heap.Types, row => row.Name == "Held");
            Assert.True(record.Sequence > last);
            last = record.Sequence;
            records++;
        }

        Assert.True(records >= 3, $"{records} summaries in the spool");
        Assert.Equal(child.Pid, Assert.Single(identities).Pid);
    }

    [Fact]
    public async Task A_worker_does_not_outlive_an_agent_that_was_killed()
    {
        await using var child = await Child.StartWorkloadAsync();
        var pids = _directory.File("pids");
        // The real worker's stand-in: says who it is, and lives as long as its standard input.
        var worker = _directory.File("worker.sh");
        Scripts.Write(worker, $"#!/bin/sh\necho $$ >> {pids}\nexec cat\n");
        await using var agent = StartAgent(child, "--Looks:WorkerPath", worker);
        await Eventually.HoldsAsync(() => File.Exists(pids) && File.ReadAllText(pids).EndsWith('\n'), "a worker runs");

        await agent.KillAsync();

        var pid = File.ReadAllText(pids).Split('\n')[0];
        await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{pid}"), "the worker is gone");
    }

    [Fact]
    public async Task A_data_directory_that_can_not_be_used_is_one_line_and_exit_code_1()
    {
        await using var agent = Child.Start(Built.Agent, "--data-dir", "/proc/nowhere");
        await agent.ExitsAsync();

        Assert.Equal(1, agent.ExitCode);
        Assert.StartsWith("fleet-agent: the data directory /proc/nowhere can't be used", Assert.Single(agent.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_keeps_an_agent_from_starting_is_told_at_once_a_line_each()
    {
        await using var agent = Child.Start(
            Built.Agent, "--data-dir", _directory.Path, "--Capture:Directory", "/proc/dumps", "--Spool:Directory", "/proc/spool");
        await agent.ExitsAsync();

        Assert.Equal(1, agent.ExitCode);
        Assert.Equal(
            ["fleet-agent: the dump directory /proc/dumps can't be used", "fleet-agent: the spool directory /proc/spool can't be used"],
            agent.Lines.Select(line => line.Split(':', 3)).Select(parts => $"{parts[0]}:{parts[1]}"));
    }

    private Child StartAgent(Child target, params string[] more) => Child.Start(
        Built.Agent,
        [
            "--data-dir", _directory.Path,
            "--node-id", "node-1",
            "--coordinator", "http://127.0.0.1:9",
            "--pid", target.Pid.ToString(CultureInfo.InvariantCulture),
            "--look-every", "1s",
            .. more,
        ]);
}
