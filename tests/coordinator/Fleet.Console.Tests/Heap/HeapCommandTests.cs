using System.Diagnostics;
using Fleet.Console.Tests.Service;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Heap;

namespace Fleet.Console.Tests.Heap;

public sealed class HeapCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TaskCompletionSource _targetRuns = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FleetHost? _host;
    private Process? _target;

    // The process to look at is a console that waits for a look that never ends.
    public async ValueTask InitializeAsync()
    {
        var pending = new CommandStatus { Id = "c1", InstanceId = Samples.IdOf(1), NodeName = "dma-07", State = CommandState.Pending, NodeConnected = true };
        _host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<RequestLookRequest>(new RequestLookResponse { Commands = { pending } })
            .Answer<GetCommandRequest>(_ =>
            {
                _targetRuns.TrySetResult();
                return new GetCommandResponse { Command = pending };
            }));
        _target = FleetProcess.Start(["look", "dma-07/1", "--wait", "--coordinator", _host.Url], new Dictionary<string, string>());
        await _targetRuns.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        _target?.Kill();
        Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    public void Dispose() => _target?.Dispose();

    [Fact]
    public async Task Json_is_one_heap_summary_of_the_running_process()
    {
        var run = await LookAsync("--json");

        using var document = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(run.Output));
        var summary = await HeapSummaryJson.ReadAsync(document, CancellationToken.None);
        Assert.Equal(_target!.Id, summary.Process.Pid);
        Assert.Equal("live", summary.Source);
        Assert.True(summary.Complete, summary.IncompleteReason);
        Assert.Equal(summary.Objects, summary.Types.Sum(t => t.Count));
        Assert.Equal(summary.Bytes, summary.Types.Sum(t => t.Bytes));
        Assert.Contains(summary.Types, t => t.Name == "System.String");
    }

    [Fact]
    public async Task The_table_has_as_many_types_as_asked_for_and_the_generations_when_asked_for()
    {
        var run = await LookAsync("--top", "3", "--generations");

        Assert.Contains($"pid {_target!.Id}", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains(run.Lines, l => l.StartsWith("look          process paused for ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, l => l.StartsWith("large objects", StringComparison.Ordinal));
        var header = run.Lines.ToList().FindIndex(l => l.Contains("SHARE", StringComparison.Ordinal));
        Assert.Contains("GEN 2", run.Lines[header], StringComparison.Ordinal);
        Assert.Equal(3, run.Lines.Count - header - 2);
        Assert.EndsWith("more types; --top 0 shows all.", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_holds_a_type_is_in_the_text_and_in_the_json_when_asked_for()
    {
        var text = await LookAsync("--top", "1", "--retention", "System.String");
        var json = await LookAsync("--json", "--retention");

        Assert.Contains("Who holds System.String", text.Lines);
        Assert.Contains(text.Lines, l => l.StartsWith("static ", StringComparison.Ordinal) && l.Contains(" → String (", StringComparison.Ordinal));
        using var document = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json.Output));
        var retention = (await HeapSummaryJson.ReadAsync(document, CancellationToken.None)).Retention!;
        Assert.NotEmpty(retention.Paths);
        Assert.NotEmpty(retention.References);
        Assert.Null(retention.Dominators);
    }

    [Fact]
    public async Task A_type_that_is_not_on_the_heap_is_told_apart_from_one_that_nothing_holds()
    {
        var run = await FleetProcess.RunAsync(["heap", "--pid", _target!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "--retention", "NoSuchType"]);

        Assert.SkipWhen(run.Error.Contains("no permission", StringComparison.Ordinal), "reading another process needs CAP_SYS_PTRACE here");
        Assert.StartsWith("There is no object of a type 'NoSuchType' on this heap", run.Expect(1).Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--insights")]
    [InlineData("--retention")]
    public async Task A_question_that_needs_a_longer_pause_than_allowed_is_given_up_and_says_what_to_do(string question)
    {
        var run = await FleetProcess.RunAsync(
            ["heap", "--pid", _target!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), question, "--pause-budget-ms", "1"]);

        Assert.SkipWhen(run.Error.Contains("no permission", StringComparison.Ordinal), "reading another process needs CAP_SYS_PTRACE here");
        var complaint = run.Expect(1).Complaint;
        Assert.Contains("the 1 ms allowed", complaint, StringComparison.Ordinal);
        Assert.Contains("--pause-budget-ms N", complaint, StringComparison.Ordinal);
        Assert.Contains("fleet heap --dump FILE", complaint, StringComparison.Ordinal);
        Assert.False(_target.HasExited);
    }

    [Fact]
    public async Task A_pause_budget_without_a_running_process_is_bad_usage() =>
        Assert.Contains("--pause-budget-ms goes with --pid", (await FleetProcess.RunAsync("heap", "--dump", "x.dmp", "--pause-budget-ms", "5")).Expect(2).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("--pid", "1", "--retention", "--dominators")]
    [InlineData("--dump", "x.dmp", "--dominators")]
    public async Task Retained_sizes_of_a_running_process_are_refused_as_bad_usage(params string[] arguments)
    {
        var run = (await FleetProcess.RunAsync(["heap", .. arguments])).Expect(2);

        Assert.Contains("--dominators goes with --retention and --dump FILE", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pid", "2147483646", "there is no process 2147483646")]
    [InlineData("--dump", "/nowhere/at-all.dmp", "does not exist")]
    public async Task What_can_not_be_read_is_one_line_and_exit_code_1(string option, string value, string complaint)
    {
        var run = (await FleetProcess.RunAsync("heap", option, value, "--json")).Expect(1);

        Assert.Contains(complaint, run.Complaint, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_file_that_is_no_dump_is_one_line_and_exit_code_1()
    {
        var run = (await FleetProcess.RunAsync("heap", "--dump", typeof(HeapCommandTests).Assembly.Location)).Expect(1);

        Assert.Equal("", run.Output);
        Assert.NotEmpty(run.Complaint);
    }

    private async Task<Finished> LookAsync(params string[] more)
    {
        var run = await FleetProcess.RunAsync(["heap", "--pid", _target!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), .. more]);
        Assert.SkipWhen(run.Error.Contains("no permission", StringComparison.Ordinal), "reading another process needs CAP_SYS_PTRACE here");
        return run.Expect(0);
    }
}
