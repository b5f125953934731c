using System.Net.Sockets;
using Fleet.Agent.Capture.Linux;
using Fleet.Agent.Diagnostics;
using Fleet.Agent.Targets;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Identity;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Capture;

/// <summary>
/// Takes dumps by the diagnostics port: the target's own runtime writes the file, into a directory that belongs to the target's user
/// for that time. One dump at a time on a node.
/// </summary>
internal sealed partial class DumpCapture(
    DumpStore store,
    IProcessTable processes,
    TargetTurns turns,
    IOptions<CaptureOptions> options,
    TimeProvider time,
    ILogger<DumpCapture> logger) : IDumpCapture, IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);

    private const int RoundsToEnd = 4;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <inheritdoc/>
    public async Task<CapturedDump> CaptureAsync(DumpRequest request, IProgress<DumpBytes> progress, CancellationToken cancellationToken)
    {
        RefuseWhatCantBe(request.Target);
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var turn = await turns.TakeAsync(request.Target.Identity, cancellationToken);
            var estimate = DumpSize.Estimate(request.Target.Identity.Pid, request.Kind);
            store.MakeRoom(estimate);
            if (!processes.IsRunning(request.Target.Identity.Pid, request.Target.Process.StartedAt))
                throw Ended(request.Target, store.PartialOf(request.DumpId));
            PrepareWork(request);
            LogBegin(request.Kind, request.Target.Process.Name, request.Target.Identity.Pid, estimate);
            await WriteAsync(request, estimate, progress, cancellationToken);
            return await FinishAsync(request.DumpId, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            store.Remove(request.DumpId);
            throw new DumpException($"the dump can't be kept: {exception.Message}");
        }
        catch (DumpException)
        {
            store.Remove(request.DumpId);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<CapturedDump?> RecoverAsync(string dumpId, InstanceIdentity instance, CancellationToken cancellationToken)
    {
        if (File.Exists(store.PathOf(dumpId)))
            return await DescribeAsync(dumpId, cancellationToken);

        var partial = store.PartialOf(dumpId);
        if (OperatingSystem.IsLinux())
        {
            using var turn = await turns.TakeAsync(instance, cancellationToken);
            using var timer = new PeriodicTimer(s_poll, time);
            while (File.Exists(partial) && CreateDumpProcess.Writing(partial) is not null)
                await timer.WaitForNextTickAsync(cancellationToken);
            if (ElfCore.IsWhole(partial))
                return await FinishAsync(dumpId, cancellationToken);
        }

        store.RemoveWork(dumpId);
        return null;
    }

    private static void RefuseWhatCantBe(TargetProcess target)
    {
        if (target.Runtime.Flavor == RuntimeFacts.Framework)
        {
            throw new DumpException($"dumps of .NET Framework processes are not supported yet; take one on the node with procdump -ma {target.Identity.Pid}");
        }

        if (target.Runtime.Flavor.Length == 0)
            throw new DumpException(target.Runtime.UnreadableReason);
    }

    private void PrepareWork(DumpRequest request)
    {
        store.RemoveWork(request.DumpId);
        var directory = store.WorkDirectoryOf(request.DumpId);
        Directory.CreateDirectory(directory);
        if (OperatingSystem.IsLinux())
            DumpDirectory.HandOver(directory, request.Target.Identity.Pid);
    }

    private async Task WriteAsync(DumpRequest request, long estimate, IProgress<DumpBytes> progress, CancellationToken cancellationToken)
    {
        var partial = store.PartialOf(request.DumpId);
        using var deadline = new CancellationTokenSource(options.Value.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var client = await DiagnosticPort.OpenAsync(request.Target.Process, either.Token);
            var writing = client.WriteDumpAsync(TypeOf(request.Kind), partial, WriteDumpFlags.None, either.Token);
            using var timer = new PeriodicTimer(s_poll, time);
            while (!writing.IsCompleted)
            {
                await Task.WhenAny(writing, timer.WaitForNextTickAsync(either.Token).AsTask());
                if (File.Exists(partial))
                    progress.Report(new DumpBytes(new FileInfo(partial).Length, estimate));
            }

            await writing;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            EndWriter(partial);
            throw new DumpException($"the dump was not written within {options.Value.Deadline}; ask for a smaller kind or raise Capture:Deadline");
        }
        catch (Exception exception) when (IsOfThePort(exception))
        {
            if (await HasEndedAsync(request.Target, cancellationToken))
            {
                EndWriter(partial);
                throw Ended(request.Target, partial);
            }

            throw new DumpException($"process {request.Target.Identity.Pid} ({request.Target.Process.Name}) could not write its dump: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}; "
                + "see that it still runs, that no debugger or tracer is attached to it, and that its user may write to the dump directory");
        }
    }

    // A port whose process is killed ends in the middle of an answer.
    private static bool IsOfThePort(Exception exception) => exception is
        DiagnosticsClientException or TimeoutException or SocketException or EndOfStreamException or IOException { InnerException: SocketException };

    /// <summary>Whether the target is gone. One that is being killed closes its port a moment before it is.</summary>
    private async Task<bool> HasEndedAsync(TargetProcess target, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_poll, time);
        for (var left = RoundsToEnd; processes.IsRunning(target.Identity.Pid, target.Process.StartedAt); left--)
        {
            if (left == 0)
                return false;
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return true;
    }

    private static void EndWriter(string partial)
    {
        if (OperatingSystem.IsLinux())
            CreateDumpProcess.Writing(partial)?.End();
    }

    // Whoever catches it removes what there is.
    private static DumpException Ended(TargetProcess target, string partial)
    {
        var left = new FileInfo(partial) is { Exists: true } file ? $"what was written of it, {file.Length >> 20} MB, is removed" : "nothing was written yet";
        return new DumpException($"process {target.Identity.Pid} ({target.Process.Name}) ended before its dump was whole: {left}; see which instances run now and ask for one of those");
    }

    private async Task<CapturedDump> FinishAsync(string dumpId, CancellationToken cancellationToken)
    {
        var partial = store.PartialOf(dumpId);
        if (!File.Exists(partial))
            throw new DumpException("the process said that its dump is written, but there is no file; see that it has the same view of the dump directory");

        if (OperatingSystem.IsLinux())
            DumpDirectory.TakeBack(partial);
        using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);

        File.Move(partial, store.PathOf(dumpId), overwrite: true);
        store.RemoveWork(dumpId);
        var dump = await DescribeAsync(dumpId, cancellationToken);
        LogCaptured(dump.Path, dump.Bytes);
        return dump;
    }

    private async Task<CapturedDump> DescribeAsync(string dumpId, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(store.PathOf(dumpId), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var hash = await System.Security.Cryptography.SHA256.HashDataAsync(file, cancellationToken);
        return new CapturedDump(file.Name, file.Length, Convert.ToHexStringLower(hash));
    }

    private static DumpType TypeOf(DumpKind kind) => kind switch
    {
        DumpKind.Mini => DumpType.Normal,
        DumpKind.Heap => DumpType.WithHeap,
        _ => DumpType.Full,
    };
}
