using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Live;
using Fleet.Heap.Retention;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.Heap.Tests.Live;

public sealed class QuestionRehearsalTests
{
    [Fact]
    public async Task What_takes_too_long_while_the_process_runs_is_refused_without_holding_it()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        using var target = Open(process);
        var questions = HeldQuestions.Of(new LiveReadOptions { Insights = new InsightsOptions(), Retention = new RetentionOptions() })!;

        var refusal = Assert.Throws<HeapReadException>(
            () => QuestionRehearsal.Run(target, questions, TimeSpan.FromMilliseconds(700), TimeSpan.Zero, TestContext.Current.CancellationToken));

        Assert.Equal(HeapReadFailure.PauseBudgetExceeded, refusal.Failure);
        Assert.Contains("the 700 ms allowed", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("it was not held", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_long_while_the_process_runs_is_asked_all_the_same_where_there_is_no_budget()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        using var target = Open(process);

        Assert.Null(Record.Exception(() => QuestionRehearsal.Run(
            target, HeldQuestions.Of(new LiveReadOptions { Insights = new InsightsOptions() })!, budget: null, TimeSpan.Zero, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("known")]
    [InlineData("churn")]
    public async Task Answers_of_the_rehearsal_are_forgotten_and_those_of_the_hold_told(string shape)
    {
        await using var process = await ShapeProcess.StartAsync(shape, 10_000);

        var summary = HeapReader.ReadLive(process.Pid, new LiveReadOptions { Insights = new InsightsOptions(), Retention = new RetentionOptions() });

        Assert.True(summary.Insights!.Complete, summary.Insights.IncompleteReason);
        Assert.Equal(summary.Objects, summary.Insights.Objects);
        Assert.True(summary.Retention!.Complete, summary.Retention.IncompleteReason);
        Assert.Contains(summary.Retention.Paths, path => path.Root is { Kind: "static", Name: "HeapShapes.Known.Roots" });
        await process.RoundsAsync();
    }

    [Fact]
    public async Task Questions_that_would_exceed_the_pause_budget_are_given_up_and_the_process_lives_on()
    {
        await using var process = await ShapeProcess.StartAsync("churn", 500_000);
        foreach (var options in (LiveReadOptions[])[new() { Insights = new InsightsOptions() }, new() { Retention = new RetentionOptions() }])
        {
            var failure = Assert.Throws<HeapReadException>(() => HeapReader.ReadLive(process.Pid, options with { PauseBudget = TimeSpan.FromMilliseconds(1) }));

            Assert.Equal(HeapReadFailure.PauseBudgetExceeded, failure.Failure);
            await process.MakesProgressAsync();
            Assert.Equal("0", process.Status("TracerPid"));
        }
    }

    [Fact]
    public void A_look_by_hand_has_a_budget_unless_it_has_another()
    {
        var plain = new LiveReadOptions();

        Assert.Equal(LiveReadOptions.UsualPause, plain.WithUsualPause().PauseBudget);
        Assert.Equal(LiveReadOptions.UsualPauseForQuestions, (plain with { Insights = new InsightsOptions() }).WithUsualPause().PauseBudget);
        Assert.Equal(LiveReadOptions.UsualPauseForQuestions, (plain with { Retention = new RetentionOptions() }).WithUsualPause().PauseBudget);
        Assert.Equal(TimeSpan.FromHours(1), (plain with { PauseBudget = TimeSpan.FromHours(1) }).WithUsualPause().PauseBudget);
    }

    private static LinuxTarget Open(ShapeProcess process) =>
        LinuxTarget.Open(new ProcessDescription("heap-shapes", process.Pid, process.StartedAt, IntPtr.Size * 8));
}
