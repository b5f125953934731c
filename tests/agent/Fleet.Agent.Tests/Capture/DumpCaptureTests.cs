using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Fleet.Agent.Capture;
using Fleet.Agent.Capture.Linux;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Linux;
using Fleet.Agent.Tests.Processes;
using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Tests.Capture;

public sealed class DumpCaptureTests
{
    private static readonly IProgress<DumpBytes> s_nobody = new Progress<DumpBytes>();

    [Theory]
    [InlineData(DumpKind.Mini)]
    [InlineData(DumpKind.Heap)]
    [InlineData(DumpKind.Full)]
    public async Task A_dump_is_whole_hashed_ours_alone_and_no_larger_than_foreseen(DumpKind kind)
    {
        await using var child = await Child.StartWorkloadAsync("--allocate", "30");
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        var foreseen = DumpSize.Estimate(child.Pid, kind);

        var dump = await capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, kind), s_nobody, CancellationToken.None);

        Assert.True(ElfCore.IsWhole(dump.Path));
        Assert.Equal(new FileInfo(dump.Path).Length, dump.Bytes);
        Assert.InRange(dump.Bytes, 1, foreseen);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(dump.Path))), dump.Sha256);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(dump.Path));
        Assert.Equal([dump.Path], Directory.GetFileSystemEntries(Path.GetDirectoryName(dump.Path)!));
        await child.CollectAsync();
    }

    [Fact]
    public async Task A_dump_begins_when_the_look_that_has_the_process_is_through()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        var look = await capture.Turns.TakeAsync(node.Target.Identity, CancellationToken.None);

        var dump = capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);

        Assert.False(Directory.Exists(capture.Store.WorkDirectoryOf("d1")));
        look.Dispose();
        Assert.True(ElfCore.IsWhole((await dump).Path));
        Assert.True(capture.Turns.TryTake(node.Target.Identity, out _, out _));
    }

    [Fact]
    public async Task No_room_is_told_before_the_process_is_asked()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node, new CaptureOptions { KeepFreeBytes = long.MaxValue / 2 });

        var refusal = await Assert.ThrowsAsync<DumpException>(() =>
            capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Full), s_nobody, CancellationToken.None));

        Assert.StartsWith("no room for the dump", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, capture.Store.TotalBytes());
    }

    [Fact]
    public async Task A_process_that_ended_is_told_and_leaves_nothing()
    {
        var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        await child.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<DumpException>(() =>
            capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None));

        Assert.Contains("ended before its dump was whole: nothing was written yet", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(capture.Store.WorkDirectoryOf("d1")));
    }

    [Fact]
    public async Task An_older_dump_goes_when_the_new_one_is_whole_and_stays_when_that_fails()
    {
        var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node, new CaptureOptions { KeepFreeBytes = 0, MaxFiles = 1 });
        await capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        await capture.Capture.CaptureAsync(new DumpRequest("d2", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        Assert.Equal(["d2"], capture.Store.Finished());

        await SignalAsync("STOP", child.Pid);
        var capturing = capture.Capture.CaptureAsync(new DumpRequest("d3", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        await Eventually.HoldsAsync(() => Directory.Exists(capture.Store.WorkDirectoryOf("d3")), "the capture has begun");
        await child.DisposeAsync();

        await Assert.ThrowsAsync<DumpException>(() => capturing);
        Assert.Equal(["d2"], capture.Store.Finished());
    }

    [Fact]
    public async Task Dumps_that_went_for_one_that_can_t_be_kept_are_told()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        var free = long.MaxValue / 4;
        using var capture = new TestCapture(node, new CaptureOptions { KeepFreeBytes = 0, MaxFiles = 1 }, () => free);
        await capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        free = DumpSize.Estimate(child.Pid, DumpKind.Mini) - 1;
        await SignalAsync("STOP", child.Pid);
        var capturing = capture.Capture.CaptureAsync(new DumpRequest("d2", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        await Eventually.HoldsAsync(() => Directory.Exists(capture.Store.WorkDirectoryOf("d2")), "the capture has begun");

        // Its writer does not mind that the file is ours alone. We do.
        using var ours = new FileStream(capture.Store.PartialOf("d2"), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await SignalAsync("CONT", child.Pid);

        var failure = await Assert.ThrowsAsync<DumpException>(() => capturing);
        Assert.StartsWith("the dump can't be kept: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("older dumps were removed for it, as the disk had no room for both: d1", failure.Message, StringComparison.Ordinal);
        Assert.Empty(capture.Store.Finished());
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_writes_its_dump_is_told_with_what_is_removed()
    {
        var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        await SignalAsync("STOP", child.Pid);
        var capturing = capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        await Eventually.HoldsAsync(() => Directory.Exists(capture.Store.WorkDirectoryOf("d1")), "the capture has begun");
        await File.WriteAllBytesAsync(capture.Store.PartialOf("d1"), new byte[3 << 20]);

        await child.DisposeAsync();

        var failure = await Assert.ThrowsAsync<DumpException>(() => capturing);
        Assert.Contains("ended before its dump was whole: what was written of it, 3 MB, is removed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, capture.Store.TotalBytes());
        Assert.False(Directory.Exists(capture.Store.WorkDirectoryOf("d1")));
    }

    [Fact]
    public async Task A_process_that_somebody_traces_is_refused_in_the_words_of_a_look()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        await using var tracer = Child.Start(Built.Workload, "--hold", "--pid", child.Pid.ToString(CultureInfo.InvariantCulture));
        await Eventually.HoldsAsync(() => TracedBy.Refusal(child.Pid) is not null, "the process is traced");
        await using var look = Child.Start(Built.HeapWorker, "--pid", child.Pid.ToString(CultureInfo.InvariantCulture));
        await look.ExitsAsync();

        var refusal = await Assert.ThrowsAsync<DumpException>(() =>
            capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None));

        Assert.Contains($"already traced by process {tracer.Pid} ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Message, Assert.Single(look.Lines));
        Assert.False(Directory.Exists(capture.Store.WorkDirectoryOf("d1")));
    }

    [Theory]
    [InlineData("KILL", "signal 9 (SIGKILL), by hand or by the kernel")]
    [InlineData("SEGV", "signal 11 (SIGSEGV), that is, it crashed")]
    public async Task A_dump_whose_writer_is_ended_by_a_signal_is_not_taken_for_whole(string signal, string told)
    {
        await using var child = await Child.StartWorkloadAsync("--allocate", "200");
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        var reports = 0;
        var capturing = capture.Capture.CaptureAsync(
            new DumpRequest("d1", node.Target, DumpKind.Heap), new Progress<DumpBytes>(_ => Interlocked.Increment(ref reports)), CancellationToken.None);
        CreateDumpProcess? writer = null;
        await Eventually.HoldsAsync(
            () => capturing.IsCompleted || (File.Exists(capture.Store.PartialOf("d1")) && (writer = CreateDumpProcess.Writing(capture.Store.PartialOf("d1"))) is not null), "the dump is being written");
        Assert.SkipWhen(writer is null, "the dump was written too fast to interrupt it");
        await SignalAsync("STOP", writer.Pid);
        var before = reports;
        await Eventually.HoldsAsync(() => capturing.IsCompleted || Volatile.Read(ref reports) > before + 1, "the writer was seen");

        await SignalAsync(signal, writer.Pid);
        await SignalAsync("CONT", writer.Pid);

        var failure = await Assert.ThrowsAsync<DumpException>(() => capturing);
        Assert.Contains(Environment.OSVersion.Version >= new Version(6, 15) ? told : "was probably ended by a signal", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, capture.Store.TotalBytes());
        await child.CollectAsync();
    }

    [Fact]
    public async Task A_NET_Framework_process_is_refused_with_what_to_do()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        var framework = node.Target with { Runtime = new RuntimeFacts(32, RuntimeFacts.Framework, "4.8", "") };

        var refusal = await Assert.ThrowsAsync<DumpException>(() =>
            capture.Capture.CaptureAsync(new DumpRequest("d1", framework, DumpKind.Full), s_nobody, CancellationToken.None));

        Assert.Contains("procdump", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_file_that_an_ended_agent_left_is_taken_over()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        var dump = await capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        Directory.CreateDirectory(capture.Store.WorkDirectoryOf("d2"));
        File.Copy(dump.Path, capture.Store.PartialOf("d2"));

        var recovered = await capture.Capture.RecoverAsync("d2", node.Target.Identity, CancellationToken.None);

        Assert.Equal(dump.Sha256, recovered?.Sha256);
        Assert.Equal(capture.Store.PathOf("d2"), recovered?.Path);
    }

    [Fact]
    public async Task A_torn_file_that_an_ended_agent_left_is_removed()
    {
        await using var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var capture = new TestCapture(node);
        var dump = await capture.Capture.CaptureAsync(new DumpRequest("d1", node.Target, DumpKind.Mini), s_nobody, CancellationToken.None);
        Directory.CreateDirectory(capture.Store.WorkDirectoryOf("d2"));
        await File.WriteAllBytesAsync(capture.Store.PartialOf("d2"), (await File.ReadAllBytesAsync(dump.Path))[..^1]);

        Assert.Null(await capture.Capture.RecoverAsync("d2", node.Target.Identity, CancellationToken.None));
        Assert.False(Directory.Exists(capture.Store.WorkDirectoryOf("d2")));
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
