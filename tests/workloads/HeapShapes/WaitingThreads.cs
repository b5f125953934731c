namespace HeapShapes;

/// <summary>Threads that wait, each kind in a number of its own, two of them for each other.</summary>
public static class WaitingThreads
{
    public const int ForLock = 3;
    public const int Deadlocked = 2;
    public const int InMonitorWait = 2;
    public const int ForHandle = 4;
    public const int Sleeping = 5;
    public const int Running = 1;

    private static readonly object Contended = new();
    private static readonly object Signal = new();
    private static readonly object Left = new();
    private static readonly object Right = new();
    private static readonly ManualResetEvent Never = new(initialState: false);
    private static readonly List<Thread> Waiting = [];
    private static int _started;
    private static int _owned;
    private static int _held;
    private static long _spins;

    /// <summary>Starts them, and comes back when each is where it stays.</summary>
    public static void Start()
    {
        Launch(1, Own);
        while (Volatile.Read(ref _owned) == 0)
            Thread.SpinWait(20);
        Launch(ForHandle - 1, () => Never.WaitOne());
        Launch(ForLock, () => Enter(Contended));
        Launch(InMonitorWait, WaitForSignal);
#pragma warning disable RS0030 // to be found asleep is what they are for
        Launch(Sleeping, () => Thread.Sleep(Timeout.Infinite));
#pragma warning restore RS0030
        Launch(1, () => EnterBoth(Left, Right));
        Launch(1, () => EnterBoth(Right, Left));
        for (var i = 0; i < Running; i++)
            new Thread(Spin) { IsBackground = true }.Start();
        SpinWait.SpinUntil(() =>
            Volatile.Read(ref _started) == Waiting.Count && Volatile.Read(ref _held) == 2 && Interlocked.Read(ref _spins) > 0
            && Waiting.TrueForAll(thread => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0));
    }

    private static void Launch(int count, ThreadStart work)
    {
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(() =>
            {
                Interlocked.Increment(ref _started);
                work();
            })
            { IsBackground = true };
            Waiting.Add(thread);
            thread.Start();
        }
    }

    private static void Own()
    {
        lock (Contended)
        {
            Volatile.Write(ref _owned, 1);
            Never.WaitOne();
        }
    }

    private static void Enter(object gate)
    {
        lock (gate)
            GC.KeepAlive(gate);
    }

    private static void WaitForSignal()
    {
        lock (Signal)
            Monitor.Wait(Signal);
    }

    private static void EnterBoth(object first, object second)
    {
        lock (first)
        {
            Interlocked.Increment(ref _held);
            while (Volatile.Read(ref _held) < 2)
                Thread.SpinWait(20);
            Enter(second);
        }
    }

    private static void Spin()
    {
        while (true)
            Interlocked.Increment(ref _spins);
    }
}
