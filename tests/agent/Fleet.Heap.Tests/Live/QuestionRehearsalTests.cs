using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Live;
using Fleet.Heap.Retention;
using Fleet.Heap.Structure;
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
    public async Task Passes_over_strings_end_before_the_pause_does_and_what_they_found_is_told()
    {
        await using var process = await ShapeProcess.StartAsync("texts-twice", 20_000);

        var summary = HeapReader.ReadLive(
            process.Pid, new LiveReadOptions { Insights = new InsightsOptions { MostValues = 1 }, PauseBudget = TimeSpan.FromSeconds(2) });

        Assert.Equal((true, false), (summary.Complete, summary.Insights!.Complete));
        Assert.Contains("allow a longer pause", summary.Insights.IncompleteReason, StringComparison.Ordinal);
        Assert.False(summary.Insights.Strings.Exact);
        Assert.InRange(summary.Insights.Strings.Estimate!.Part, 0, 0.9);
        await process.RoundsAsync();
    }

    [Fact]
    public async Task Strings_are_seen_once_where_no_time_is_left_and_as_often_as_it_takes_where_there_is()
    {
        await using var process = await ShapeProcess.StartAsync("texts", 20_000);
        var summary = HeapReader.ReadLive(process.Pid);
        using var target = Open(process);
        var heap = new StillHeap(target.Runtime, target.Memory, target.Glance()!);
        var questions = HeldQuestions.Of(new LiveReadOptions { Insights = new InsightsOptions { MostValues = 1_000 } })!;

        questions.Ask(heap with { Left = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        Assert.NotNull(questions.Answered(summary).Insights!.Strings.Estimate);

        questions.Ask(heap, TestContext.Current.CancellationToken);
        Assert.True(questions.Answered(summary).Insights!.Strings is { Exact: true, Estimate: null });
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
