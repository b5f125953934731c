using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Fleet.Heap.Live;

/// <summary>
/// All threads of a process held still. They are seized, not attached to: an attach sends a stop signal that can cross with a signal
/// of the runtime's own, and then one of the two gets lost and the process hangs or stays stopped. Signals that arrive meanwhile are
/// handed on at the end. Only the thread that made it may end it; and when that thread ends for whatever reason, kill -9 included,
/// the kernel lets the process go.
/// </summary>
internal sealed partial class LinuxSuspension : IDisposable
{
    private const int Seize = 0x4206;
    private const int Interrupt = 0x4207;
    private const int Detach = 17;
    private const int GetSignalInfo = 0x4202;
    private const int StopEvent = 128;
    private const int SignalInfoBytes = 128;
    private const int AnyChild = 0x40000000;
    private const int DontWait = 1;
    private static readonly TimeSpan LongestDying = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(10);

    private readonly int _pid;
    private readonly Dictionary<int, int> _signals = [];
    private readonly HashSet<int> _running = [];

    private LinuxSuspension(int pid) => _pid = pid;

    /// <summary>Stops every thread of <paramref name="pid"/>.</summary>
    /// <exception cref="HeapReadException">It is gone, or may not be traced.</exception>
    /// <exception cref="OperationCanceledException">It did not stop in time; it runs on.</exception>
    public static LinuxSuspension Of(int pid, CancellationToken cancellationToken)
    {
        var suspension = new LinuxSuspension(pid);
        try
        {
            using var reaper = new LinuxReaper();
            // Threads may start others until the last of them stands still.
            while (suspension.SeizeNewThreads(reaper) || suspension.InterruptThoseThatRunAgain())
                suspension.AwaitStops(cancellationToken);

            return suspension._signals.Count > 0 ? suspension : throw Gone(pid);
        }
        catch
        {
            suspension.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // A thread that was seized but never stopped can't be let go; the end of the tracing thread does it.
        var killed = _signals.Where(held => ptrace(Detach, held.Key, 0, held.Value) < 0).Select(held => held.Key).ToHashSet();
        _signals.Clear();
        _running.Clear();

        // Killed meanwhile, by an exec or from outside. Until it is reaped, the exec waits, and so does the parent of the process.
        var spin = new SpinWait();
        for (var since = Stopwatch.GetTimestamp(); killed.Count > 0 && Stopwatch.GetElapsedTime(since) < LongestDying;)
        {
            killed.RemoveWhere(HasEnded);
            spin.SpinOnce();
        }
    }

    private bool SeizeNewThreads(LinuxReaper reaper)
    {
        var found = false;
        foreach (var thread in LinuxProcess.Threads(_pid))
        {
            if (_signals.ContainsKey(thread) || _running.Contains(thread))
                continue;

            if (ptrace(Seize, thread, 0, 0) < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == LinuxErrors.NoSuchProcess || !LinuxProcess.IsAlive(_pid, thread))
                    continue; // it ended

                throw LinuxPermission.Denied(_pid);
            }

            reaper.Add(thread);
            _running.Add(thread);
            if (ptrace(Interrupt, thread, 0, 0) < 0)
                InterruptAgain(_pid); // it was in an exec, and goes by the id of the process since
            found = true;
        }

        return found;
    }

    // After an exec, the id of the process is that of the thread that called it, whichever had it before.
    private bool InterruptThoseThatRunAgain()
    {
        var again = _signals.Keys.Where(thread => !TryGetStop(thread, out _)).ToList();
        again.ForEach(InterruptAgain);
        return again.Count > 0;
    }

    private void InterruptAgain(int thread)
    {
        ptrace(Interrupt, thread, 0, 0);
        _signals.Remove(thread);
        _running.Add(thread);
    }

    private void AwaitStops(CancellationToken cancellationToken)
    {
        var spin = new SpinWait();
        var asked = Stopwatch.GetTimestamp();
        while (_running.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var thread in _running)
            {
                if (TryGetStop(thread, out var signal))
                    _signals[thread] = signal;
                else if (!HasEnded(thread))
                    continue;

                _running.Remove(thread);
            }

            if (_running.Count == 0)
                return;

            spin.SpinOnce();
            if (Stopwatch.GetElapsedTime(asked) < AskAgainAfter)
                continue;

            // An exec was seen to swallow the interruption of the thread that called it.
            foreach (var thread in _running)
                ptrace(Interrupt, thread, 0, 0);
            asked = Stopwatch.GetTimestamp();
        }
    }

    // Asked of the thread itself and not awaited: where the process is our child, others here wait for it too (a Process object does)
    // and may take the news away from us.
    private static unsafe bool TryGetStop(int thread, out int signal)
    {
        var info = stackalloc int[SignalInfoBytes / sizeof(int)];
        var stopped = ptrace(GetSignalInfo, thread, 0, (nint)info) >= 0;
        // A stop with our event in its code is ours, or a group stop. Any other is a signal on its way, which we must hand on.
        signal = stopped && info[2] >> 8 != StopEvent ? info[0] : 0;
        return stopped;
    }

    private static bool HasEnded(int thread)
    {
        var waited = waitpid(thread, out var status, AnyChild | DontWait);
        return waited < 0 || (waited == thread && (status & 0xFF) != 0x7F);
    }

    private static HeapReadException Gone(int pid) =>
        new(HeapReadFailure.ProcessGone, $"there is no process {pid} any more; look at 'fleet instances' for those that run");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint ptrace(int request, int thread, nint address, nint data);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int thread, out int status, int options);
}
