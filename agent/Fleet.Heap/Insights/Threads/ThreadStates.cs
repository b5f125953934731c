namespace Fleet.Heap.Insights.Threads;

/// <summary>What a thread does, by the framework's methods on top of its stack.</summary>
internal static class ThreadStates
{
    public const string Lock = "lock";
    public const string Running = "running";
    public const string Native = "native";
    public const string Finalizer = "finalizer";

    // The outer ones first: a wait for a task ends in a wait for a monitor, and that of an idle thread of the pool in one for a semaphore.
    private static readonly (string State, string[] Methods)[] Rules =
    [
        ("timer", ["System.Threading.TimerQueue.TimerThread"]),
        ("thread pool", ["System.Threading.PortableThreadPool+WorkerThread.", "System.Threading.PortableThreadPool+GateThread.", "System.Threading.PortableThreadPool+WaitThread."]),
        ("socket", ["System.Net.Sockets.", "System.Net.Security.", "System.Net.Http."]),
        ("task", ["System.Threading.Tasks.Task.SpinThenBlockingWait", "System.Threading.Tasks.Task.InternalWait", "System.Threading.Tasks.Task.WaitAll", "System.Threading.Tasks.Task.WaitAny"]),
        (Lock, ["System.Threading.Monitor.Enter", "System.Threading.Monitor.ReliableEnter", "System.Threading.Monitor.TryEnter", "System.Threading.Lock.", "System.Threading.ReaderWriterLock"]),
        ("sleep", ["System.Threading.Thread.Sleep"]),
        ("join", ["System.Threading.Thread.Join"]),
        ("wait handle", ["System.Threading.WaitHandle.", "System.Threading.ManualResetEventSlim.Wait", "System.Threading.SemaphoreSlim.Wait", "System.Threading.CountdownEvent.Wait", "System.Threading.Barrier."]),
        ("monitor wait", ["System.Threading.Monitor.Wait", "System.Threading.Monitor.ObjWait"]),
        ("input", ["System.IO.", "System.ConsolePal", "System.Console.", "Interop+Sys.Read"]),
    ];

    /// <summary>Says it.</summary>
    /// <param name="framework">Methods from the top of the stack down to the first that is not the framework's.</param>
    /// <param name="isManaged">The thread runs managed code; false: it is outside of it, waiting or not.</param>
    public static string Of(IReadOnlyList<string> framework, bool isManaged)
    {
        // What runs managed code waits for nothing, whatever it is about to do.
        if (isManaged)
            return Running;

        foreach (var (state, methods) in Rules)
        {
            if (framework.Any(frame => methods.Any(method => frame.StartsWith(method, StringComparison.Ordinal))))
                return state;
        }

        return Native;
    }
}
