using System.Diagnostics;
using System.Globalization;
using Fleet.Heap.Tests.Workloads;
using HeapShapes;

namespace Fleet.HeapWorker.Tests;

public sealed class WorkerTests
{
    [Fact]
    public async Task One_summary_and_nothing_else_is_written_for_a_process()
    {
        await using var target = await ShapeProcess.StartAsync("known");

        var outcome = await WorkerProcess.RunAsync("--pid", Text(target.Pid), "--started-at", target.StartedAt.ToString("O", CultureInfo.InvariantCulture));

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        var summary = await outcome.SummaryAsync();
        Assert.True(summary.Complete, summary.IncompleteReason);
        Assert.Equal(Known.DefaultCount, summary.Types.Single(row => row.Name == typeof(Token).FullName).Count);
        Assert.Equal(target.Pid, summary.Process.Pid);
    }

    [Fact]
    public async Task Insights_are_in_the_summary_when_they_were_asked_for_and_text_is_in_them_only_then()
    {
        await using var target = await ShapeProcess.StartAsync("known", 1_000);

        var without = await (await WorkerProcess.RunAsync("--pid", Text(target.Pid))).SummaryAsync();
        var with = await (await WorkerProcess.RunAsync("--pid", Text(target.Pid), "--insights")).SummaryAsync();
        var text = await (await WorkerProcess.RunAsync("--pid", Text(target.Pid), "--insights", "--insights-text")).SummaryAsync();

        Assert.Null(without.Insights);
        Assert.NotNull(without.Details);
        Assert.Equal(with.Objects, with.Insights!.Objects);
        Assert.All(with.Insights.Strings.Top, row => Assert.Null(row.Text));
        Assert.Equal(new string('x', 50), text.Insights!.Strings.Top[0].Text);
    }

    [Fact]
    public async Task Duplicates_among_millions_of_strings_are_counted_exactly_in_96_MB()
    {
        const int Values = 1_500_000;
        await using var target = await ShapeProcess.StartAsync("texts", Values);

        var (outcome, peak) = await WorkerProcess.RunLimitedAsync(
            40 << 20, "--pid", Text(target.Pid), "--insights", "--insights-text", "--pause-budget-ms", "600000", "--deadline-ms", "600000");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.InRange(peak, 1, 96 << 20);
        var strings = (await outcome.SummaryAsync()).Insights!.Strings;
        Assert.True(strings.Exact);
        Assert.InRange(strings.DuplicatedValues, Values / Texts.FewRepeated + 1, Values / Texts.FewRepeated + 100); // the runtime has some too
        Assert.Equal((new string('o', Texts.OftenLength), Texts.OftenCopies), (strings.Top[0].Text, strings.Top[0].Count));
    }

    [Fact]
    public async Task A_worker_that_may_not_take_the_memory_it_needs_says_so_in_one_line()
    {
        await using var target = await ShapeProcess.StartAsync("texts", 500_000);

        var (outcome, _) = await WorkerProcess.RunLimitedAsync(20 << 20, "--pid", Text(target.Pid), "--insights", "--pause-budget-ms", "600000");

        AssertOneLine(outcome, WorkerExit.Failed, "the 20 MB of memory that this program may take; allow more");
        await target.RoundsAsync();
    }

    [Theory]
    [InlineData("--retention")]
    [InlineData("--retention", "Token")]
    public async Task Who_holds_what_is_in_the_summary_when_asked_for(params string[] arguments)
    {
        await using var target = await ShapeProcess.StartAsync("known");

        var outcome = await WorkerProcess.RunAsync([.. arguments, "--pid", Text(target.Pid)]);

        var retention = (await outcome.SummaryAsync()).Retention!;
        Assert.True(retention.Complete, retention.IncompleteReason);
        Assert.Contains(retention.Paths, path =>
            (path.Root.Kind, path.Root.Name, path.Objects) == ("static", "HeapShapes.Known.Roots", Known.DefaultCount) && path.Steps[^1].Name == typeof(Token).FullName);
    }

    [Theory]
    [InlineData()]
    [InlineData("--pid", "1", "--retention", "A", "--dominators")]
    [InlineData("--pid")]
    [InlineData("--pid", "x")]
    [InlineData("--pid", "-1")]
    [InlineData("--pid", "1", "--dump", "f")]
    [InlineData("--pid", "1", "--started-at", "yesterday")]
    [InlineData("--pid", "1", "--pause-budget-ms", "0")]
    [InlineData("--pid", "1", "--insights-text")]
    [InlineData("--what", "1")]
    public async Task A_wrong_command_line_ends_with_2_and_the_usage(params string[] arguments)
    {
        var outcome = await WorkerProcess.RunAsync(arguments);

        AssertOneLine(outcome, WorkerExit.Usage, "usage: fleet-heap-worker");
    }

    [Fact]
    public async Task A_process_that_is_not_there_ends_with_3() =>
        AssertOneLine(await WorkerProcess.RunAsync("--pid", Text(int.MaxValue)), WorkerExit.ProcessGone, "no process");

    [Fact]
    public async Task Another_process_with_the_id_ends_with_3()
    {
        await using var target = await ShapeProcess.StartAsync("known", 10);

        var outcome = await WorkerProcess.RunAsync("--pid", Text(target.Pid), "--started-at", "2020-01-01T00:00:00.000Z");

        AssertOneLine(outcome, WorkerExit.ProcessGone, "is not the one that started at");
    }

    [Fact]
    public async Task A_process_without_NET_ends_with_4()
    {
        using var sleep = Process.Start("sleep", "600");
        try
        {
            AssertOneLine(await WorkerProcess.RunAsync("--pid", Text(sleep.Id)), WorkerExit.NotDotNet, "runs no .NET");
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Fact]
    public async Task A_process_of_another_user_ends_with_5_and_the_remedy()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "needs root and setpriv to be somebody else");
        await using var target = await ShapeProcess.StartAsync("known", 10);

        var outcome = await WorkerProcess.RunAsync(
            "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", WorkerProcess.Path, "--pid", Text(target.Pid)]);

        AssertOneLine(outcome, WorkerExit.NoPermission, "CAP_SYS_PTRACE");
        await target.RoundsAsync();
    }

    [Theory]
    [InlineData("--deadline-ms")]
    [InlineData("--pause-budget-ms")]
    public async Task A_look_that_takes_longer_than_allowed_ends_with_6(string option)
    {
        await using var target = await ShapeProcess.StartAsync("churn", 3_000_000);

        var outcome = await WorkerProcess.RunAsync("--pid", Text(target.Pid), option, "1", "--threads", "1");

        AssertOneLine(outcome, WorkerExit.TooLong, "allow");
        await target.MakesProgressAsync();
    }

    [Theory]
    [InlineData("--insights")]
    [InlineData("--retention")]
    public async Task What_is_asked_besides_keeps_to_the_pause_budget_too(string question)
    {
        await using var target = await ShapeProcess.StartAsync("churn", 500_000);

        var outcome = await WorkerProcess.RunAsync("--pid", Text(target.Pid), question, "--pause-budget-ms", "1");

        AssertOneLine(outcome, WorkerExit.TooLong, "the 1 ms allowed");
        await target.MakesProgressAsync();
    }

    [Fact]
    public async Task What_is_no_dump_ends_with_1() =>
        AssertOneLine(await WorkerProcess.RunAsync("--dump", "/etc/hostname"), WorkerExit.Failed, "/etc/hostname");

    private static void AssertOneLine(WorkerOutcome outcome, WorkerExit exit, string words)
    {
        Assert.Equal(((int)exit, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(words, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(outcome.Errors.Length - 1, outcome.Errors.IndexOf('\n', StringComparison.Ordinal));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
