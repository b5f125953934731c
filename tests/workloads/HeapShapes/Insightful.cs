using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace HeapShapes;

/// <summary>What a heap is full of when something is wrong with it, each kind in a number that anybody can work out.</summary>
public static class Insightful
{
    public const int DuplicateCopies = 1_000;
    public const int DuplicateLength = 40;
    public const int EmptyLists = 400;
    public const int SparseLists = 200;
    public const int SparseListCapacity = 64;
    public const int SparseDictionaries = 100;
    public const int SparseDictionaryCapacity = 1_000;
    public const int EmptySets = 70;
    public const int SparseQueues = 60;
    public const int SparseStacks = 50;
    public const int SparseArrays = 40;
    public const int SparseArrayLength = 100;
    public const int EmptyHashtables = 30;
    public const int SparseArrayLists = 20;
    public const int SparseBuilders = 10;
    public const int SparseBuilderCapacity = 4_000;
    public const int Subscribers = 250;
    public const int StaticSubscribers = 25;
    public const int Timers = 21;
    public const int Exceptions = 31;
    public const int LargeInts = 300_000;
    public const int Registered = 77;
    public const int Suppressed = 13;
    public const int Waiting = 33;
    public const int PinnedHandles = 12;
    public const int DefaultWeakHandles = 1_000;
    public const string ExceptionMessage = "the device does not answer";

    private static readonly List<object> Roots = [];
    private static readonly List<GCHandle> Handles = [];
    private static readonly ManualResetEvent Never = new(initialState: false);

    public static string DuplicateText => new('d', DuplicateLength);

    public static void Build(int weakHandles)
    {
        Strings();
        Collections();
        Events();
        for (var i = 0; i < Timers; i++)
            Roots.Add(new PollTimer());
        for (var i = 0; i < Exceptions; i++)
            Roots.Add(new DeviceException(new string(ExceptionMessage)));
        Roots.Add(new LargeInt[LargeInts]);
        for (var i = 0; i < PinnedHandles; i++)
            Handles.Add(GCHandle.Alloc(new PinnedByte[64], GCHandleType.Pinned));
        var target = new Token();
        Roots.Add(target);
        for (var i = 0; i < weakHandles; i++)
            Handles.Add(GCHandle.Alloc(target, GCHandleType.Weak));
        Roots.Add(Recompiled.LoadTwice());
        Finalizers();
        WaitingThreads.Start();
    }

    private static void Strings()
    {
        var copies = new string[DuplicateCopies];
        for (var i = 0; i < copies.Length; i++)
            copies[i] = new string('d', DuplicateLength);
        Roots.Add(copies);
        for (var i = 0; i < 300; i++)
            Roots.Add(string.Create(CultureInfo.InvariantCulture, $"unique {i}"));
    }

    private static void Collections()
    {
        Add(EmptyLists, () => new List<EmptyItem>());
        Add(SparseLists, () => new List<SparseItem>(SparseListCapacity) { new() });
        Add(SparseDictionaries, () => new Dictionary<SparseKey, SparseItem>(SparseDictionaryCapacity) { [default] = new() });
        Add(EmptySets, () => new HashSet<EmptyItem>());
        Add(SparseQueues, () => Filled(new Queue<SparseItem>(100)));
        Add(SparseStacks, () => Filled(new Stack<SparseItem>(100)));
        Add(SparseArrays, () => new SparseElement?[SparseArrayLength] is var array && (array[3] = new SparseElement()) is not null ? array : []);
        Add(EmptyHashtables, () => new Hashtable(100));
        Add(SparseArrayLists, () => new ArrayList(100) { "one" });
        Add(SparseBuilders, () => new StringBuilder(SparseBuilderCapacity).Append("one"));
    }

    private static Queue<SparseItem> Filled(Queue<SparseItem> queue)
    {
        queue.Enqueue(new SparseItem());
        return queue;
    }

    private static Stack<SparseItem> Filled(Stack<SparseItem> stack)
    {
        stack.Push(new SparseItem());
        return stack;
    }

    private static void Events()
    {
        var publisher = new Publisher();
        for (var i = 0; i < Subscribers; i++)
            publisher.Changed += new Subscriber().OnChanged;
        Roots.Add(publisher);
        for (var i = 0; i < StaticSubscribers; i++)
            Publisher.Broadcast += new Listener().OnBroadcast;
    }

    // Finalizers run one after the other: behind one that never ends, all others wait.
    private static void Finalizers()
    {
        for (var i = 0; i < Registered; i++)
            Roots.Add(new Registration());
        for (var i = 0; i < Suppressed; i++)
        {
            var disposed = new Registration();
            disposed.Dispose();
            Roots.Add(disposed);
        }

        Drop();
        GC.Collect();
        Stuck.Reached.WaitOne();
        DropMore();
        GC.Collect();
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Drop() => _ = new Stuck();

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void DropMore()
    {
        for (var i = 0; i < Waiting; i++)
            _ = new Abandoned();
    }

    private static void Add(int count, Func<object> make)
    {
        for (var i = 0; i < count; i++)
            Roots.Add(make());
    }

    private sealed class Stuck
    {
        public static readonly ManualResetEvent Reached = new(initialState: false);

        ~Stuck()
        {
            Reached.Set();
            Never.WaitOne();
        }
    }
}

public sealed class EmptyItem;

public sealed class SparseItem;

public sealed class SparseElement;

public readonly record struct SparseKey(int Value);

public struct LargeInt
{
    public int Value { get; set; }
}

public sealed class DeviceException(string message) : Exception(message);

public sealed class Publisher
{
    public static event EventHandler? Broadcast;

    public event EventHandler? Changed;

    public void Raise()
    {
        Changed?.Invoke(this, EventArgs.Empty);
        Broadcast?.Invoke(this, EventArgs.Empty);
    }
}

public sealed class Subscriber
{
    public int Seen { get; private set; }

    public void OnChanged(object? sender, EventArgs e) => Seen++;
}

public sealed class Listener
{
    public int Seen { get; private set; }

    public void OnBroadcast(object? sender, EventArgs e) => Seen++;
}

public sealed class PollTimer : IDisposable
{
    private readonly Timer _timer;

    public PollTimer() => _timer = new Timer(Poll, null, TimeSpan.FromHours(1), TimeSpan.FromHours(2));

    public int Polls { get; private set; }

    public void Dispose() => _timer.Dispose();

    private void Poll(object? state) => Polls++;
}

public sealed class Registration : IDisposable
{
    private static int _ended;

    ~Registration() => Interlocked.Increment(ref _ended);

    public void Dispose() => GC.SuppressFinalize(this);
}

public sealed class Abandoned
{
    private static int _ended;

    ~Abandoned() => Interlocked.Increment(ref _ended); // never has its turn
}
