using System.Globalization;
using Fleet.Heap.Tests.Workloads;
using HeapShapes;

namespace Fleet.HeapWorker.Tests;

/// <summary>Targets that start other programs, or become one, while they are looked at.</summary>
public sealed class OtherProgramsTests
{
    private const int Looks = 6;
    private const int Objects = 300_000;

    [Fact]
    public async Task A_process_that_starts_others_all_the_time_is_read_whole_and_so_they_run()
    {
        await using var target = await ShapeProcess.StartAsync("starting", 200_000); // ends itself when one of them fails

        for (var look = 0; look < Looks; look++)
        {
            var outcome = await WorkerProcess.RunAsync("--pid", Text(target.Pid), "--concurrent-from", look % 2 == 0 ? Text(int.MaxValue) : "0");

            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
            var summary = await outcome.SummaryAsync();
            Assert.True(summary.Complete, summary.IncompleteReason);
            await target.MakesProgressAsync();
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2147483647")]
    public async Task A_process_that_becomes_another_program_in_mid_look_is_told_of_as_ended_and_the_other_program_runs_on(string concurrentFrom)
    {
        var random = new Random(7);
        for (var look = 0; look < Looks; look++)
        {
            await using var target = await ShapeProcess.StartAsync("known", Objects);
            using var worker = WorkerProcess.Start(
                WorkerProcess.Path, ["--pid", Text(target.Pid), "--threads", "1", "--concurrent-from", concurrentFrom]);
            if (look % 2 == 0)
                WorkerProcess.AwaitHold(worker, target);
            else
                Thread.SpinWait(random.Next(0, 20_000_000)); // some moment between its start and the look's end
            await target.BecomeAnotherProgramAsync();

            var outcome = await WorkerProcess.OutcomeAsync(worker);

            if (outcome.ExitCode == (int)WorkerExit.Done)
            {
                var summary = await outcome.SummaryAsync();
                Assert.True(summary.Complete, summary.IncompleteReason);
                Assert.Equal(Objects, summary.Types.Single(row => row.Name == typeof(Token).FullName).Count);
            }
            else
            {
                Assert.True(outcome.ExitCode is (int)WorkerExit.ProcessGone or (int)WorkerExit.NotDotNet, $"{outcome.ExitCode}: {outcome.Errors}");
                Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
            }

            while (target.Status("Name") != "sleep")
                await Task.Yield();
            Assert.Equal("0", target.Status("TracerPid"));
            Assert.True(target.IsAlive);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
