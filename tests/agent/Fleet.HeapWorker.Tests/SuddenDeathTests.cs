using System.Diagnostics;
using System.Globalization;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.HeapWorker.Tests;

public sealed class SuddenDeathTests
{
    private const int Kills = 100;
    private const int TargetObjects = 3_000_000;

    [Fact]
    public async Task A_target_runs_on_each_of_a_hundred_times_that_its_worker_is_killed()
    {
        await using var target = await ShapeProcess.StartAsync("churn", TargetObjects);
        var random = new Random(11);
        var hit = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Half of them hold it for as long as they read, the others while it runs, and then for a moment.
            using var worker = WorkerProcess.Start(
                WorkerProcess.Path, ["--pid", Text(target.Pid), "--threads", "1", "--concurrent-from", kill % 2 == 0 ? Text(int.MaxValue) : "0"]);
            WorkerProcess.AwaitHold(worker, target);
            Thread.SpinWait(random.Next(0, 2_000_000)); // some moment of the walk
            if (target.Status("TracerPid") != "0")
                hit++;
            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal("0", target.Status("TracerPid"));
            await target.MakesProgressAsync();
        }

        Assert.True(hit > 0, "no worker was killed while it held the target");
    }

    [Fact]
    public async Task A_worker_whose_target_is_killed_in_mid_walk_ends_with_3_and_one_line()
    {
        await using var target = await ShapeProcess.StartAsync("churn", TargetObjects);
        using var worker = WorkerProcess.Start(WorkerProcess.Path, ["--pid", Text(target.Pid), "--threads", "1"]);
        WorkerProcess.AwaitHold(worker, target);
        target.Kill();

        var outcome = await WorkerProcess.OutcomeAsync(worker);

        Assert.Equal((int)WorkerExit.ProcessGone, outcome.ExitCode);
        Assert.Contains("ended while its heap was read", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public async Task A_worker_ends_and_lets_go_when_the_pipe_to_its_parent_ends()
    {
        await using var target = await ShapeProcess.StartAsync("churn", TargetObjects);
        using var worker = WorkerProcess.Start(WorkerProcess.Path, ["--pid", Text(target.Pid), "--threads", "1", "--parent-pipe"]);
        worker.StandardInput.Close();

        var outcome = await WorkerProcess.OutcomeAsync(worker);

        Assert.Equal((int)WorkerExit.Failed, outcome.ExitCode);
        Assert.Contains("given up", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("0", target.Status("TracerPid"));
        await target.MakesProgressAsync();
    }

    [Fact]
    public async Task A_worker_with_a_living_parent_does_its_work()
    {
        await using var target = await ShapeProcess.StartAsync("known", 1_000);
        using var worker = WorkerProcess.Start(WorkerProcess.Path, ["--pid", Text(target.Pid), "--parent-pipe"]);

        var outcome = await WorkerProcess.OutcomeAsync(worker);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.True((await outcome.SummaryAsync()).Complete);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
