using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Fleet.Heap.Live;

/// <summary>
/// Reaps traced threads that end while others are still being seized. A thread that begins an exec holds a lock which a seizure waits for,
/// and waits itself until all other threads are gone; those that are traced go only once their tracer has reaped them. If the tracer is the
/// one that waits, both wait for ever (begin_new_exec and ptrace_attach of the kernel share cred_guard_mutex; seen on 6.18). Another thread
/// of the tracer's process may reap for it: this one.
/// </summary>
internal sealed partial class LinuxReaper : IDisposable
{
    private const int ById = 1;
    private const int DontWait = 1;
    private const int Exited = 4;
    private const int AnyChild = 0x40000000;
    private const int SignalInfoBytes = 128;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<int> _threads = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly Thread _reaping;

    public LinuxReaper()
    {
        _reaping = new Thread(Reap) { IsBackground = true, Name = "reaper of traced threads" };
        _reaping.Start();
    }

    /// <summary>Looks after one more.</summary>
    /// <param name="thread">A thread that is traced by a thread of ours.</param>
    public void Add(int thread) => _threads.Enqueue(thread);

    public void Dispose()
    {
        _done.Set();
        _reaping.Join();
        _done.Dispose();
    }

    private unsafe void Reap()
    {
        var info = stackalloc byte[SignalInfoBytes];
        while (!_done.Wait(Rest))
        {
            // Only ends are asked for: a stop is left to the tracer.
            foreach (var thread in _threads)
                _ = waitid(ById, thread, (nint)info, Exited | DontWait | AnyChild);
        }
    }

    [LibraryImport("libc")]
    private static partial int waitid(int kind, int id, nint info, int options);
}
