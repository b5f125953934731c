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
    private const int AnyChild = 0x40000000;
    private const int DontWait = 1;

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
            // Threads may start others until the last of them stands still.
            while (suspension.SeizeNewThreads())
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
        foreach (var (thread, signal) in _signals)
            if (ptrace(Detach, thread, 0, signal) < 0)
                waitpid(thread, out _, AnyChild | DontWait); // killed meanwhile: leave no zombie to its parent

        _signals.Clear();
        _running.Clear();
    }

    private bool SeizeNewThreads()
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

            ptrace(Interrupt, thread, 0, 0);
            _running.Add(thread);
            found = true;
        }

        return found;
    }

    private void AwaitStops(CancellationToken cancellationToken)
    {
        var spin = new SpinWait();
        while (_running.Count > 0)
        {
            foreach (var thread in _running)
            {
                var waited = waitpid(thread, out var status, AnyChild | DontWait);
                if (waited == 0)
                    continue;

                _running.Remove(thread);
                if (waited == thread && IsStopped(status))
                    _signals[thread] = PendingSignal(status);
            }

            if (_running.Count == 0)
                return;

            cancellationToken.ThrowIfCancellationRequested();
            spin.SpinOnce();
        }
    }

    private static bool IsStopped(int status) => (status & 0xFF) == 0x7F;

    // A stop with an event number is ours (or a group stop); one without is a signal on its way, which we must hand on.
    private static int PendingSignal(int status) => status >> 16 == 0 ? (status >> 8) & 0xFF : 0;

    private static HeapReadException Gone(int pid) =>
        new(HeapReadFailure.ProcessGone, $"there is no process {pid} any more; look at 'fleet instances' for those that run");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint ptrace(int request, int thread, nint address, nint data);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int thread, out int status, int options);
}
