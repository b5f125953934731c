using System.Security.Cryptography;
using System.Text;

namespace SLScripting.Logs;

/// <summary>Keeps the SLScripting processes of one node from writing the same file at the same time.</summary>
internal sealed class CrossProcessLock : IDisposable
{
    // Sessions don't matter: two processes of one node may have been started from different ones.
    private static readonly NamedWaitHandleOptions s_acrossSessions = new() { CurrentUserOnly = true, CurrentSessionOnly = false };

    private readonly Mutex _mutex;

    private CrossProcessLock(Mutex mutex) => _mutex = mutex;

    /// <summary>Waits until no other thread or process holds the lock of a file. Dispose on the same thread.</summary>
    public static CrossProcessLock Enter(string path)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))), 0, 16);
        var mutex = new Mutex($"SLScripting-{key}", s_acrossSessions);
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its holder was killed. Lines are appended by one write each, so the file is whole; the lock is ours now.
        }

        return new CrossProcessLock(mutex);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mutex.ReleaseMutex();
        _mutex.Dispose();
    }
}
