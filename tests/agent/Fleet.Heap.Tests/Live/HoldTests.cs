using System.Runtime.InteropServices;
using Fleet.Heap.Live;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.Heap.Tests.Live;

public sealed partial class HoldTests
{
    private const int SigContinue = 18;
    private const int SigStop = 19;

    [Fact]
    public async Task A_process_runs_on_after_each_of_many_holds_under_a_storm_of_its_own_signals()
    {
        // A runtime stops its threads by signals when it collects; a hold that lost one would leave it hanging.
        await using var process = await ShapeProcess.StartAsync("collecting", 1_000);

        for (var round = 0; round < 200; round++)
            OnOwnThread(() => LinuxSuspension.Of(process.Pid, CancellationToken.None).Dispose());

        await process.MakesProgressAsync();
        Assert.Equal("0", process.Status("TracerPid"));
    }

    [Fact]
    public async Task A_process_that_is_held_again_and_again_while_it_becomes_another_program_becomes_it()
    {
        // The exec waits for its other threads to be gone, and those that are traced for their tracer, who may be waiting for the exec.
        for (var round = 0; round < 20; round++)
        {
            await using var process = await ShapeProcess.StartAsync("known", 1_000);
            using var became = new CancellationTokenSource();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)); // else a deadlock would hang the tests
            var holds = Task.Factory.StartNew(
                () =>
                {
                    while (!became.IsCancellationRequested)
                        LinuxSuspension.Of(process.Pid, patience.Token).Dispose();
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await process.BecomeAnotherProgramAsync();

            while (process.Status("Name") != "sleep" && !holds.IsCompleted && !patience.IsCancellationRequested)
                await Task.Yield();
            await became.CancelAsync();
            await holds.WaitAsync(patience.Token);

            Assert.Equal("sleep", process.Status("Name"));
            Assert.Equal("0", process.Status("TracerPid"));
        }
    }

    [Fact]
    public async Task A_hold_that_is_given_up_lets_go()
    {
        await using var process = await ShapeProcess.StartAsync("churn", 1_000);

        Assert.ThrowsAny<OperationCanceledException>(() => OnOwnThread(() => LinuxSuspension.Of(process.Pid, new CancellationToken(canceled: true)).Dispose()));

        await process.MakesProgressAsync();
        Assert.Equal("0", process.Status("TracerPid"));
    }

    [Fact]
    public async Task A_thread_that_ends_without_letting_go_lets_go()
    {
        await using var process = await ShapeProcess.StartAsync("churn", 1_000);

        OnOwnThread(() => LinuxSuspension.Of(process.Pid, CancellationToken.None));

        await process.MakesProgressAsync();
    }

    [Fact]
    public async Task A_stopped_process_is_read_and_stays_stopped()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        Assert.Equal(0, kill(process.Pid, SigStop));
        while (!process.Status("State").StartsWith('T'))
            await Task.Yield();

        var summary = HeapReader.ReadLive(process.Pid);

        Assert.True(summary.Complete, summary.IncompleteReason);
        Assert.StartsWith("T", process.Status("State"), StringComparison.Ordinal);
        Assert.Equal(0, kill(process.Pid, SigContinue));
        await process.RoundsAsync();
    }

    [Fact]
    public async Task A_process_that_somebody_else_traces_is_refused_with_the_tracer_named()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        OnOwnThread(() =>
        {
            using var other = LinuxSuspension.Of(process.Pid, CancellationToken.None);

            var refusal = Assert.Throws<HeapReadException>(() => HeapReader.ReadLive(process.Pid));

            Assert.Equal(HeapReadFailure.NoPermission, refusal.Failure);
            Assert.Contains($"already traced by process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        });
        await process.RoundsAsync();
    }

    [Fact]
    public async Task A_look_that_would_exceed_its_pause_budget_is_given_up_and_says_so()
    {
        await using var process = await ShapeProcess.StartAsync("churn", 2_000_000);

        var failure = Assert.Throws<HeapReadException>(
            () => HeapReader.ReadLive(process.Pid, new LiveReadOptions { PauseBudget = TimeSpan.FromMilliseconds(1), Threads = 1 }));

        Assert.Equal(HeapReadFailure.PauseBudgetExceeded, failure.Failure);
        await process.MakesProgressAsync();
        Assert.Equal("0", process.Status("TracerPid"));
    }

    [Fact]
    public async Task A_look_that_is_cancelled_or_late_lets_the_process_go()
    {
        await using var process = await ShapeProcess.StartAsync("churn", 100_000);

        Assert.ThrowsAny<OperationCanceledException>(() => HeapReader.ReadLive(process.Pid, cancellationToken: new CancellationToken(canceled: true)));
        var late = Assert.Throws<HeapReadException>(() => HeapReader.ReadLive(process.Pid, new LiveReadOptions { Deadline = TimeSpan.FromMilliseconds(1) }));

        Assert.Equal(HeapReadFailure.DeadlineExceeded, late.Failure);
        await process.MakesProgressAsync();
    }

    private static void OnOwnThread(Action work)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
