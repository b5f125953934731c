using Fleet.Agent.Looks;
using Fleet.Agent.Looks.Holders;
using Fleet.Agent.Looks.Worker;
using Fleet.Agent.Tests.Processes;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Commands;

/// <summary>A real worker asks a real process.</summary>
public sealed class RetentionCommandTests : IAsyncLifetime
{
    private readonly LookOptions _options = new() { WorkerPath = Built.HeapWorker };
    private readonly HeapSizes _sizes = new();
    private CountedLook _look = null!;
    private Child _child = null!;
    private TestNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _child = await Child.StartWorkloadAsync();
        _node = TestNode.Of(_child);
        var options = Options.Create(_options);
        var worker = new HeapWorker(new HeapWorkerFile(options), options, TimeProvider.System);
        _look = new CountedLook(new HolderLook(_node.Targets, _node.Processes, worker, _sizes, options, TimeProvider.System, NullLogger<HolderLook>.Instance));
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        _node.Dispose();
    }

    [Fact]
    public async Task The_static_field_that_holds_a_type_is_named_and_the_process_goes_on()
    {
        await using var commands = await StartAsync();

        await commands.Service.HandleAsync(TestCommands.Retention(_node.Target, "r1", "Held"), CancellationToken.None);

        var answer = (await commands.WaitForAsync("r1", CommandState.Succeeded)).Retention;
        Assert.Equal(("Held", true), (answer.Type, answer.Complete));
        var path = answer.Paths[0];
        Assert.Equal(("static", "Registry.<All>k__BackingField", "Fleet.Agent.Workload"), (path.RootKind, path.RootName, path.RootModule));
        Assert.Equal(10_000, path.Objects);
        Assert.Equal("Held", path.Steps[^1].Name);
        Assert.True(answer.PauseMs > 0);
        await _child.CollectAsync();
    }

    [Fact]
    public async Task An_answer_is_told_again_and_not_asked_again_also_after_a_restart()
    {
        var command = TestCommands.Retention(_node.Target, "r1", "Held");
        RetentionResult answer;
        await using (var commands = await StartAsync())
        {
            await commands.Service.HandleAsync(command, CancellationToken.None);
            answer = (await commands.WaitForAsync("r1", CommandState.Succeeded)).Retention;
            commands.Updates.Clear();
            await commands.Service.HandleAsync(command, CancellationToken.None);
            Assert.Equal(answer, (await commands.WaitForAsync("r1", CommandState.Succeeded)).Retention);
        }

        await using var again = await StartAsync();
        await again.Service.HandleAsync(command, CancellationToken.None);

        Assert.Equal(answer, (await again.WaitForAsync("r1", CommandState.Succeeded)).Retention);
        Assert.Equal(1, _look.Count);
    }

    [Fact]
    public async Task A_heap_too_large_for_the_budget_is_refused_without_touching_it()
    {
        _options.WorkerPath = "/nonexistent/worker";
        _sizes.Note(_node.Target.Identity, 37_000_000);

        Assert.Contains("would be suspended for about 7.4 s", await FailedAsync("Held"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_takes_longer_than_it_may_is_given_up_and_the_process_goes_on()
    {
        _options.MaxRetentionPause = TimeSpan.FromMilliseconds(1);

        Assert.Contains("suspended for longer than 0.001 s", await FailedAsync("Held"), StringComparison.Ordinal);
        await _child.CollectAsync();
    }

    [Fact]
    public async Task A_node_that_allows_no_pause_is_never_asked()
    {
        _options.MaxRetentionPause = TimeSpan.Zero;

        Assert.Contains("suspends no process for it", await FailedAsync("Held"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--verify")]
    public async Task What_is_no_type_is_refused(string type)
    {
        Assert.Contains("names no type", await FailedAsync(type), StringComparison.Ordinal);
        Assert.Equal(0, _look.Count);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_refused_for_that()
    {
        Assert.Contains("4001 characters long, and 4000 are taken", await FailedAsync(new string('x', 4001)), StringComparison.Ordinal);
        Assert.Equal(0, _look.Count);
    }

    [Fact]
    public async Task A_question_that_took_the_agent_down_twice_is_not_begun_again()
    {
        _look.Hang = true;
        var command = TestCommands.Retention(_node.Target, "r1", "Held");
        for (var start = 1; start <= 2; start++)
        {
            await using var commands = await StartAsync();
            await commands.Service.HandleAsync(command, CancellationToken.None);
            await Eventually.HoldsAsync(() => _look.Count == start, "the question was begun");
        }

        await using var again = await StartAsync();
        await again.Service.HandleAsync(command, CancellationToken.None);

        Assert.Contains("ended 2 times", (await again.WaitForAsync("r1", CommandState.Failed)).Detail, StringComparison.Ordinal);
        Assert.Equal(2, _look.Count);
    }

    private async Task<string> FailedAsync(string type)
    {
        await using var commands = await StartAsync();
        await commands.Service.HandleAsync(TestCommands.Retention(_node.Target, "r1", type), CancellationToken.None);
        return (await commands.WaitForAsync("r1", CommandState.Failed)).Detail;
    }

    private async Task<TestCommands> StartAsync()
    {
        var commands = new TestCommands(_node, _look, new NoUploader());
        await commands.StartAsync();
        return commands;
    }

    private sealed class CountedLook(IHeapLook inner) : IHeapLook
    {
        public int Count { get; private set; }

        public bool Hang { get; set; }

        public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
        {
            Count++;
            if (Hang)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return await inner.TakeAsync(request, cancellationToken);
        }
    }

    private sealed class NoUploader : IDumpUploader
    {
        public Task UploadAsync(string dumpId, string path, string sha256, IProgress<UploadProgress> progress, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
