using Fleet.Agent.Capture.Linux;
using Fleet.Agent.Targets;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Identity;
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

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly DumpWriter _writer = new(store, processes, options.Value, time);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <inheritdoc/>
    public async Task<CapturedDump> CaptureAsync(DumpRequest request, IProgress<DumpBytes> progress, CancellationToken cancellationToken)
    {
        RefuseWhatCantBe(request.Target);
        await _one.WaitAsync(cancellationToken);
        List<string> removed = [];
        try
        {
            using var turn = await turns.TakeAsync(request.Target.Identity, cancellationToken);
            await _writer.RefuseTracedAsync(request.Target, cancellationToken);
            if (!processes.IsRunning(request.Target.Identity.Pid, request.Target.Process.StartedAt))
                throw DumpWriter.Ended(request.Target, store.PartialOf(request.DumpId));
            PrepareWork(request);
            // The last thing that can refuse it, as it may cost older dumps.
            var estimate = DumpSize.Estimate(request.Target.Identity.Pid, request.Kind);
            store.MakeRoom(estimate, removed);
            LogBegin(request.Kind, request.Target.Process.Name, request.Target.Identity.Pid, estimate);
            await _writer.WriteAsync(request, estimate, progress, cancellationToken);
            return await FinishAsync(request.DumpId, cancellationToken);
        }
        catch (Exception exception) when (exception is DumpException or IOException or UnauthorizedAccessException)
        {
            store.Remove(request.DumpId);
            var line = exception is DumpException ? exception.Message : $"the dump can't be kept: {exception.Message}";
            throw new DumpException(removed.Count == 0 ? line
                : $"{line}; older dumps were removed for it, as the disk had no room for both: {string.Join(", ", removed)}");
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
        RemoveOlder();
        return dump;
    }

    private void RemoveOlder()
    {
        try
        {
            store.CleanUp();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(exception.Message); // the new one is none the worse for it, and this is tried again in a while
        }
    }

    private async Task<CapturedDump> DescribeAsync(string dumpId, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(store.PathOf(dumpId), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var hash = await System.Security.Cryptography.SHA256.HashDataAsync(file, cancellationToken);
        return new CapturedDump(file.Name, file.Length, Convert.ToHexStringLower(hash));
    }
}
