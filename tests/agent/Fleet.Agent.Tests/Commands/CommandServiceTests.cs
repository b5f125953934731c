using Fleet.Agent.Commands;
using Fleet.Agent.Looks;
using Fleet.Agent.Tests.Processes;
using Fleet.Agent.Tests.Spool;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Agent.Tests.Commands;

public sealed class CommandServiceTests : IAsyncLifetime
{
    private readonly CountingLook _look = new();
    private readonly HeldUploader _uploader = new();
    private Child _child = null!;
    private TestNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _child = await Child.StartWorkloadAsync();
        _node = TestNode.Of(_child);
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        _node.Dispose();
    }

    [Fact]
    public async Task A_look_is_received_taken_and_told()
    {
        await using var commands = await StartAsync();

        await commands.Service.HandleAsync(TestCommands.Look(_node.Target, "c1"), CancellationToken.None);

        Assert.Equal("looked", (await commands.WaitForAsync("c1", CommandState.Succeeded)).Detail);
        Assert.Equal(LookTrigger.Command, Assert.Single(_look.Taken).Trigger);
    }

    [Fact]
    public async Task A_command_delivered_again_is_answered_and_not_done_again_also_after_a_restart()
    {
        var command = TestCommands.Look(_node.Target, "c1");
        await using (var commands = await StartAsync())
        {
            await commands.Service.HandleAsync(command, CancellationToken.None);
            await commands.WaitForAsync("c1", CommandState.Succeeded);
            commands.Updates.Clear();
            await commands.Service.HandleAsync(command, CancellationToken.None);
            await commands.WaitForAsync("c1", CommandState.Succeeded);
        }

        await using var again = await StartAsync();
        await again.Service.HandleAsync(command, CancellationToken.None);
        await again.WaitForAsync("c1", CommandState.Succeeded);

        Assert.Single(_look.Taken);
    }

    [Fact]
    public async Task A_command_that_came_too_late_expires()
    {
        await using var commands = await StartAsync();
        var command = TestCommands.Look(_node.Target, "c1");
        command.ExpiresAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch);

        await commands.Service.HandleAsync(command, CancellationToken.None);

        await commands.WaitForAsync("c1", CommandState.Expired);
        Assert.Empty(_look.Taken);
    }

    [Fact]
    public async Task A_command_for_a_process_that_had_this_pid_before_fails_with_one_line()
    {
        await using var commands = await StartAsync();
        var command = TestCommands.Look(_node.Target, "c1");
        command.Instance.StartedAt = Timestamp.FromDateTimeOffset(_node.Target.Identity.StartedAt.AddDays(-1));

        await commands.Service.HandleAsync(command, CancellationToken.None);

        var update = await commands.WaitForAsync("c1", CommandState.Failed);
        Assert.Contains("its pid is now of", update.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', update.Detail);
    }

    [Fact]
    public async Task A_command_of_a_kind_that_this_agent_does_not_know_fails()
    {
        await using var commands = await StartAsync();
        var command = TestCommands.Look(_node.Target, "c1");
        command.ClearAction();

        await commands.Service.HandleAsync(command, CancellationToken.None);

        Assert.Contains("upgrade the agent", (await commands.WaitForAsync("c1", CommandState.Failed)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_can_not_be_kept_fails_with_one_line_and_the_next_one_is_done_when_there_is_room()
    {
        using var disk = SmallDisk.TryMount();
        Assert.SkipWhen(disk is null, "needs a disk that can be filled: Linux and root");
        using var journal = new CommandJournal(disk.FullPath, 100);
        await using var commands = await StartAsync(journal);
        disk.FillUp();

        await commands.Service.HandleAsync(TestCommands.Look(_node.Target, "c1"), CancellationToken.None);

        var line = (await commands.WaitForAsync("c1", CommandState.Failed)).Detail;
        Assert.Contains("make room on that disk", line, StringComparison.Ordinal);
        Assert.Empty(_look.Taken);

        disk.MakeRoom();
        commands.Updates.Clear();
        await commands.Service.HandleAsync(TestCommands.Look(_node.Target, "c1"), CancellationToken.None);
        await commands.Service.HandleAsync(TestCommands.Look(_node.Target, "c2"), CancellationToken.None);

        Assert.Equal(line, (await commands.WaitForAsync("c1", CommandState.Failed)).Detail);
        await commands.WaitForAsync("c2", CommandState.Succeeded);
        Assert.Single(_look.Taken);
        journal.Dispose();
        using var reopened = new CommandJournal(disk.FullPath, 100);
        Assert.Equal((CommandState.Failed, CommandState.Succeeded), (reopened.Find("c1")!.Update.State, reopened.Find("c2")!.Update.State));
        Assert.Equal(0, reopened.DamagedLines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("a b")]
    public async Task An_id_that_could_not_name_a_file_is_ignored(string id)
    {
        await using var commands = await StartAsync();

        await commands.Service.HandleAsync(TestCommands.Look(_node.Target, id), CancellationToken.None);
        await commands.Service.HandleAsync(TestCommands.Look(_node.Target, "fine"), CancellationToken.None);

        await commands.WaitForAsync("fine", CommandState.Succeeded);
        Assert.All(commands.Updates, update => Assert.Equal("fine", update.CommandId));
    }

    [Fact]
    public async Task A_look_whose_summary_is_in_the_spool_is_not_taken_again()
    {
        _look.Finish = new TaskCompletionSource();
        await using (var commands = await StartAsync())
        {
            await commands.Service.HandleAsync(TestCommands.Look(_node.Target, "c1"), CancellationToken.None);
            await commands.WaitForAsync("c1", CommandState.Running);
            commands.Spool.Append(Summaries.Of(_node.Target.Identity, "c1"));
        }

        await using var again = await StartAsync();

        await again.WaitForAsync("c1", CommandState.Succeeded);
        Assert.Single(_look.Taken);
    }

    [Fact]
    public async Task A_dump_goes_from_capture_to_the_node()
    {
        await using var commands = await StartAsync();

        await commands.Service.HandleAsync(TestCommands.Dump(_node.Target, "d1", upload: false), CancellationToken.None);

        var dump = (await commands.WaitForAsync("d1", CommandState.Succeeded)).Dump;
        Assert.Equal(DumpState.OnNode, dump.State);
        Assert.Equal(commands.Dumps.PathOf("d1"), dump.PathOnNode);
        Assert.Equal(new FileInfo(dump.PathOnNode).Length, dump.BytesTotal);
        Assert.Equal(64, dump.Sha256.Length);
        Assert.Empty(_uploader.Begun);
    }

    [Fact]
    public async Task An_upload_that_a_stop_interrupted_goes_on_with_the_same_file()
    {
        await using (var commands = await StartAsync())
        {
            await commands.Service.HandleAsync(TestCommands.Dump(_node.Target, "d1", upload: true), CancellationToken.None);
            await Eventually.HoldsAsync(() => _uploader.Begun.Count == 1, "the upload began");
        }

        _uploader.Finish.SetResult();
        await using var again = await StartAsync();
        var dump = (await again.WaitForAsync("d1", CommandState.Succeeded)).Dump;

        Assert.Equal(DumpState.Stored, dump.State);
        Assert.Equal(2, _uploader.Begun.Count);
        Assert.Equal(_uploader.Begun[0], _uploader.Begun[1]);
        Assert.False(File.Exists(again.Dumps.PathOf("d1")));
    }

    [Fact]
    public async Task Why_an_upload_does_not_come_on_is_told_while_it_lasts()
    {
        _uploader.HeldUp = "The coordinator has no room: free 1 GB there";
        await using var commands = await StartAsync();

        await commands.Service.HandleAsync(TestCommands.Dump(_node.Target, "d1", upload: true), CancellationToken.None);
        await Eventually.HoldsAsync(() => commands.Take().Any(update => update.Detail.StartsWith(_uploader.HeldUp, StringComparison.Ordinal)), "what holds it up is told");

        Assert.Equal((CommandState.Running, DumpState.Uploading, true), (commands.Updates[^1].State, commands.Updates[^1].Dump.State, commands.Updates[^1].Dump.HeldUp));
        _uploader.Finish.SetResult();
        var stored = await commands.WaitForAsync("d1", CommandState.Succeeded);
        Assert.Equal(("stored", false), (stored.Detail, stored.Dump.HeldUp));
    }

    [Fact]
    public async Task A_dump_whose_process_ended_fails_and_says_so()
    {
        await using var commands = await StartAsync();
        var command = TestCommands.Dump(_node.Target, "d1", upload: true);
        await _child.KillAsync();

        await commands.Service.HandleAsync(command, CancellationToken.None);

        Assert.Contains("does not run on this node any more", (await commands.WaitForAsync("d1", CommandState.Failed)).Detail, StringComparison.Ordinal);
    }

    private async Task<TestCommands> StartAsync(CommandJournal? journal = null)
    {
        var commands = new TestCommands(_node, _look, _uploader, journal: journal);
        await commands.StartAsync();
        return commands;
    }

    private sealed class CountingLook : IHeapLook
    {
        public List<LookRequest> Taken { get; } = [];

        public TaskCompletionSource? Finish { get; set; }

        public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
        {
            Taken.Add(request);
            if (Finish is not null)
                await Finish.Task.WaitAsync(cancellationToken);
            return new LookOutcome(true, "looked");
        }
    }

    private sealed class HeldUploader : IDumpUploader
    {
        public List<string> Begun { get; } = [];

        public string HeldUp { get; set; } = "";

        public TaskCompletionSource Finish { get; } = new();

        public async Task UploadAsync(string dumpId, string path, string sha256, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
        {
            Begun.Add($"{dumpId} {path} {sha256} {new FileInfo(path).Length}");
            if (HeldUp.Length > 0)
                progress.Report(new UploadProgress(0, HeldUp));
            await Finish.Task.WaitAsync(cancellationToken);
        }
    }
}
