using Fleet.Agent.Looks;
using Fleet.Agent.Looks.Worker;
using Fleet.Agent.Targets.Linux;
using Fleet.Agent.Tests.Processes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Agent.Tests.Looks.Worker;

public sealed class HeapWorkerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_real_worker_reads_the_real_heap()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);

        var result = await Worker(Built.HeapWorker).RunAsync(
            child.Pid, node.Processes.StartedByClock(node.Target.Identity.StartedAt), 64, CancellationToken.None);

        Assert.Equal("", result.Line);
        Assert.NotNull(result.Summary);
        Assert.True(result.Summary.Complete);
        Assert.Contains(result.Summary.Types, row => row is { Name: "Held", Module: "Fleet.Agent.Workload", Count: 10_000 });
        Assert.False(child.HasExited);
    }

    [Fact]
    public async Task A_process_that_is_not_NET_is_told_apart()
    {
        await using var child = Child.Start("/bin/sh", "-c", "echo ready; read line");
        await child.SaysAsync("ready");
        using var node = TestNode.Of(child);

        var result = await Worker(Built.HeapWorker).RunAsync(
            child.Pid, node.Processes.StartedByClock(node.Target.Identity.StartedAt), 64, CancellationToken.None);

        Assert.Equal(WorkerFailure.NotDotNet, result.Failure);
        Assert.NotEmpty(result.Line);
    }

    [Fact]
    public async Task A_pid_that_is_of_another_process_now_is_told_apart()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);

        var result = await Worker(Built.HeapWorker).RunAsync(
            child.Pid, node.Target.Identity.StartedAt.AddHours(-1), 64, CancellationToken.None);

        Assert.Equal(WorkerFailure.ProcessGone, result.Failure);
    }

    [Fact]
    public async Task A_worker_that_hangs_is_ended_at_the_deadline_with_all_it_started()
    {
        var mark = _directory.File("pids");
        var time = new FakeTimeProvider();
        var running = Worker(Script($"sleep 1000 & echo $$ $! > {mark}; wait"), time: time).RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);
        await Eventually.HoldsAsync(() => File.Exists(mark) && File.ReadAllText(mark).EndsWith('\n'), "the worker runs");

        time.Advance(TimeSpan.FromMinutes(3));
        var result = await running;

        Assert.Equal(WorkerFailure.Misbehaved, result.Failure);
        Assert.Contains("did not end within 120 s", result.Line, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => !File.ReadAllText(mark).Split().Any(pid => pid.Length > 0 && Runs(pid)), "worker and child are gone");
    }

    [Fact]
    public async Task A_worker_that_hangs_while_it_holds_its_process_is_ended_long_before_the_deadline_and_the_process_goes_on()
    {
        await using var child = await Child.StartWorkloadAsync();
        var options = new LookOptions { PauseBudget = TimeSpan.FromMilliseconds(100) };

        var result = await Worker(Script($"exec {Built.Workload} --hold \"$@\""), options).RunAsync(child.Pid, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.StartsWith("the heap worker held its process for longer than it may", result.Line, StringComparison.Ordinal);
        await child.CollectAsync();
    }

    [Fact]
    public async Task A_worker_that_was_stopped_and_holds_nothing_is_ended_long_before_the_deadline()
    {
        var result = await Worker(Script("kill -STOP $$")).RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.StartsWith("the heap worker was stopped by a signal", result.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_takes_too_much_memory_is_ended()
    {
        var options = new LookOptions { WorkerMemoryBytes = 64L << 20 };
        // The hard limit of its collector would end it first: this one does not obey.
        var worker = Worker(Script($"unset DOTNET_GCHeapHardLimit; exec {Built.Workload} --allocate 400"), options);

        var result = await worker.RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.Contains("of the 64 MB it may take", result.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_obeys_its_collectors_limit_fails_with_an_exit_code()
    {
        var options = new LookOptions { WorkerMemoryBytes = 128L << 20 };

        var result = await Worker(Script($"exec {Built.Workload} --allocate 400 2>&1 >/dev/null"), options)
            .RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.Equal(WorkerFailure.Misbehaved, result.Failure);
        Assert.Null(result.Summary);
    }

    [Fact]
    public async Task A_worker_that_floods_its_output_is_ended()
    {
        var options = new LookOptions { WorkerOutputBytes = 1 << 20 };

        var result = await Worker(Script($"exec {Built.Workload} --flood"), options).RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.Contains("more than the 1 MB it may write", result.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo nonsense", "can't be understood")]
    [InlineData("echo '{}'", "can't be understood")]
    [InlineData("exit 0", "without an answer")]
    [InlineData("kill -9 $$", "died with exit code 137")]
    [InlineData("echo oops >&2; exit 77", "died with exit code 77: oops")]
    [InlineData("exit 1", "died with exit code 1")]
    public async Task Whatever_else_a_worker_does_becomes_one_line(string script, string expected)
    {
        var result = await Worker(Script(script)).RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.Equal(WorkerFailure.Misbehaved, result.Failure);
        Assert.Contains(expected, result.Line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Line);
    }

    [Fact]
    public async Task What_a_worker_says_of_its_failure_is_passed_on_cut_to_a_line()
    {
        var result = await Worker(Script("printf 'over budget\\nsecond line\\n' >&2; head -c 5000000 /dev/zero >&2; exit 6"))
            .RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.Equal(WorkerFailure.OverBudget, result.Failure);
        Assert.Equal("over budget", result.Line);
    }

    [Fact]
    public async Task A_stop_of_the_agent_ends_the_worker()
    {
        var mark = _directory.File("pid");
        using var stop = new CancellationTokenSource();
        var running = Worker(Script($"echo $$ > {mark}; exec sleep 1000")).RunAsync(1, DateTimeOffset.UnixEpoch, 64, stop.Token);
        await Eventually.HoldsAsync(() => File.Exists(mark) && File.ReadAllText(mark).EndsWith('\n'), "the worker runs");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Eventually.HoldsAsync(() => !Runs(File.ReadAllText(mark).Trim()), "the worker is gone");
    }

    [Fact]
    public async Task A_worker_that_is_not_there_is_told_with_its_place()
    {
        var result = await Worker(_directory.File("none")).RunAsync(1, DateTimeOffset.UnixEpoch, 64, CancellationToken.None);

        Assert.Contains(_directory.File("none"), result.Line, StringComparison.Ordinal);
    }

    private static bool Runs(string pid) =>
        ProcFile.TextOrEmpty($"/proc/{pid}/stat") is { Length: > 0 } stat && !stat.Contains(") Z", StringComparison.Ordinal);

    private static HeapWorker Worker(string path, LookOptions? options = null, TimeProvider? time = null)
    {
        options ??= new LookOptions();
        options.WorkerPath = path;
        var wrapped = Options.Create(options);
        return new HeapWorker(new HeapWorkerFile(wrapped), wrapped, time ?? TimeProvider.System);
    }

    private string Script(string body)
    {
        var path = _directory.File("worker.sh");
        Scripts.Write(path, $"#!/bin/sh\n{body}\n");
        return path;
    }
}
