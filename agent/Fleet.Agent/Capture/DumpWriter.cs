using System.Net.Sockets;
using Fleet.Agent.Capture.Linux;
using Fleet.Agent.Diagnostics;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Linux;
using Fleet.Contracts.AgentApi;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Agent.Capture;

/// <summary>Has a process write its dump, and says why when it does not come to a whole file.</summary>
internal sealed class DumpWriter(DumpStore store, IProcessTable processes, CaptureOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private const int PollsPerReport = 5;
    private const int RoundsToEnd = 4;
    private const int RoundsToLetGo = 4;

    /// <summary>Refuses a process that somebody traces: its dump could not be written. A look of a moment is waited for.</summary>
    /// <exception cref="DumpException">It is traced.</exception>
    public async Task RefuseTracedAsync(TargetProcess target, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var timer = new PeriodicTimer(s_patience, time);
        for (var left = RoundsToLetGo; TracedBy.Refusal(target.Identity.Pid) is { } line; left--)
        {
            if (left == 0)
                throw new DumpException(line);
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Has it written to <see cref="DumpStore.PartialOf"/>.</summary>
    /// <exception cref="DumpException">It is not whole.</exception>
    /// <exception cref="OperationCanceledException">The agent stops; the process writes on.</exception>
    public async Task WriteAsync(DumpRequest request, long estimate, IProgress<DumpBytes> progress, CancellationToken cancellationToken)
    {
        var partial = store.PartialOf(request.DumpId);
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var end = OperatingSystem.IsLinux() ? new CreateDumpEnd(partial) : null;
        try
        {
            var client = await DiagnosticPort.OpenAsync(request.Target.Process, either.Token);
            var writing = client.WriteDumpAsync(TypeOf(request.Kind), partial, WriteDumpFlags.None, either.Token);
            using var timer = new PeriodicTimer(s_poll, time);
            for (var polls = 0; !writing.IsCompleted; polls++)
            {
                await Task.WhenAny(writing, timer.WaitForNextTickAsync(either.Token).AsTask());
                if (polls % PollsPerReport != 0)
                    continue;

                if (OperatingSystem.IsLinux())
                    end?.Watch();
                if (File.Exists(partial))
                    progress.Report(new DumpBytes(new FileInfo(partial).Length, estimate));
            }

            await writing;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            EndWriter(partial);
            throw new DumpException($"the dump was not written within {options.Deadline}; ask for a smaller kind or raise Capture:Deadline");
        }
        catch (Exception exception) when (IsOfThePort(exception))
        {
            throw await UnwrittenAsync(request.Target, partial, end, exception.Message, cancellationToken);
        }

        // To a runtime, a writer that was ended by a signal has done its work.
        if (OperatingSystem.IsLinux() && !ElfCore.IsWhole(partial))
            throw await UnwrittenAsync(request.Target, partial, end, null, cancellationToken);
    }

    /// <summary>The line for a process that is gone; whoever catches it removes what there is.</summary>
    public static DumpException Ended(TargetProcess target, string partial)
    {
        var left = new FileInfo(partial) is { Exists: true } file ? $"what was written of it, {file.Length >> 20} MB, is removed" : "nothing was written yet";
        return new DumpException($"process {target.Identity.Pid} ({target.Process.Name}) ended before its dump was whole: {left}; see which instances run now and ask for one of those");
    }

    private async Task<DumpException> UnwrittenAsync(TargetProcess target, string partial, CreateDumpEnd? end, string? complaint, CancellationToken cancellationToken)
    {
        if (await HasEndedAsync(target, cancellationToken))
        {
            EndWriter(partial);
            return Ended(target, partial);
        }

        var process = $"process {target.Identity.Pid} ({target.Process.Name})";
        if (OperatingSystem.IsLinux())
        {
            if (end?.Signal() is { } signal)
                return new DumpException($"the dump of {process} is not whole: createdump, which writes it, was ended by signal {WriterSignal.Say(signal)}");
            if (complaint is not null && TracedBy.Refusal(target.Identity.Pid) is { } traced)
                return new DumpException(traced);
        }

        return new DumpException(complaint is null
            ? $"{process} said that its dump is written, but {(File.Exists(partial) ? "the file is not whole" : "there is no file")}: createdump, which writes it, was probably ended by a signal; "
                + "see in 'dmesg' whether memory ran out, and ask again"
            : $"{process} could not write its dump: {complaint.ReplaceLineEndings(" ").TrimEnd('.')}; "
                + "see that it still runs, that no debugger or tracer is attached to it, and that its user may write to the dump directory");
    }

    // A port whose process is killed ends in the middle of an answer.
    private static bool IsOfThePort(Exception exception) => exception is
        DiagnosticsClientException or TimeoutException or SocketException or EndOfStreamException or IOException { InnerException: SocketException };

    /// <summary>Whether the target is gone. One that is being killed closes its port a moment before it is.</summary>
    private async Task<bool> HasEndedAsync(TargetProcess target, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_patience, time);
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

    private static DumpType TypeOf(DumpKind kind) => kind switch
    {
        DumpKind.Mini => DumpType.Normal,
        DumpKind.Heap => DumpType.WithHeap,
        _ => DumpType.Full,
    };
}
