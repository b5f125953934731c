namespace HeapShapes;

/// <summary>Threads that allocate all the time: short-lived objects, some that live on for a while, and large ones.</summary>
public sealed class Churn
{
    private const int RoundsBetweenCollections = 64;

    private static readonly ManualResetEventSlim s_end = new(); // never comes: the process ends with its input
    private long _rounds;

    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>Begins to churn.</summary>
    /// <param name="threads">How many do.</param>
    /// <param name="rest">Between two rounds; none for as fast as they can.</param>
    public void Start(int threads, TimeSpan rest = default)
    {
        for (var i = 0; i < threads; i++)
            new Thread(() => Run(rest)) { IsBackground = true }.Start();
    }

    /// <summary>Collects after every few rounds: many looks meet a collection, and each has a chance not to.</summary>
    public void StartCollecting() => new Thread(Collect) { IsBackground = true }.Start();

    /// <summary>One background collection after the other.</summary>
    public void StartBackgroundCollections() => new Thread(CollectInBackground) { IsBackground = true }.Start();

    private void CollectInBackground()
    {
        while (true)
        {
            var seen = GC.CollectionCount(2);
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
            SpinWait.SpinUntil(() => GC.CollectionCount(2) != seen);
        }
    }

    private void Collect()
    {
        while (true)
        {
            var seen = Rounds;
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            SpinWait.SpinUntil(() => Rounds - seen >= RoundsBetweenCollections);
        }
    }

    private void Run(TimeSpan rest)
    {
        var random = new Random(Environment.CurrentManagedThreadId);
        var kept = new object[20_000];
        while (true)
        {
            for (var i = 0; i < 10_000; i++)
            {
                object made = (i % 16) switch
                {
                    0 => new string('c', random.Next(1, 200)),
                    1 => new int[random.Next(0, 300)],
                    2 => new Token { Number = i },
                    3 => new List<int>(random.Next(0, 16)),
                    _ => new Young { Field = i },
                };
                if (i % 8 == 0)
                    kept[random.Next(kept.Length)] = made;
            }

            if (random.Next(8) == 0)
                kept[0] = new byte[random.Next(85_000, 400_000)];
            Interlocked.Increment(ref _rounds);
            if (rest > TimeSpan.Zero)
                s_end.Wait(rest);
        }
    }
}
