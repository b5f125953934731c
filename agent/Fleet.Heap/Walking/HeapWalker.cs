using Fleet.Heap.Memory;

namespace Fleet.Heap.Walking;

/// <summary>Walks a whole heap on several threads. Its buffers are made beforehand, so that no time is lost while a process stands still.</summary>
internal sealed class HeapWalker
{
    private const long ReportEvery = 32L << 20;

    private readonly AlignedBlock[] _blocks;

    /// <param name="threads">Threads that walk, the calling one among them.</param>
    public HeapWalker(int threads)
    {
        _blocks = [.. Enumerable.Range(0, Math.Max(1, threads)).Select(_ => new AlignedBlock(RangeWalker.BlockBytes))];
        Rehearsal.Run(this);
    }

    /// <summary>Walks everything that <paramref name="plan"/> names.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop; the counts so far are lost.</exception>
    public WalkResult Walk(IMemorySource memory, WalkPlan plan, IProgress<HeapReadProgress>? progress, CancellationToken cancellationToken)
    {
        var tables = new MethodTables(memory, plan.PointerSize);
        return WalkResult.Of(tables, Count(memory, tables, plan, noteFree: false, progress, cancellationToken), plan.Bytes);
    }

    /// <summary>Counts every range of <paramref name="plan"/> by itself.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="tables">Method tables known so far; gets those that are met.</param>
    /// <param name="plan">What to walk.</param>
    /// <param name="noteFree">Take down the free objects of each range too.</param>
    /// <param name="progress">Told of bytes walked; null when nobody cares.</param>
    /// <param name="cancellationToken">Asked between two blocks.</param>
    /// <returns>In no particular order.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public RangeCount[] Count(
        IMemorySource memory, MethodTables tables, WalkPlan plan, bool noteFree, IProgress<HeapReadProgress>? progress, CancellationToken cancellationToken)
    {
        // The longest first: the last to end should be a short one.
        var ranges = plan.Ranges.OrderByDescending(range => range.Length).ToArray();
        var counts = new RangeCount[ranges.Length];
        var crew = _blocks.Take(Math.Max(1, ranges.Length)).Select(block => new RangeWalker(memory, tables, plan, block)).ToArray();

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var failures = new Exception?[crew.Length];
        var next = -1;
        long reported = 0;
        var total = plan.Bytes;

        void Work(int index)
        {
            try
            {
                int mine;
                while ((mine = Interlocked.Increment(ref next)) < ranges.Length)
                {
                    counts[mine] = crew[index].Walk(ranges[mine], noteFree, stop.Token);
                    if (progress is not null && index == 0)
                        Report();
                }
            }
            catch (Exception failure)
            {
                failures[index] = failure;
                stop.Cancel();
            }
        }

        void Report()
        {
            var walked = crew.Sum(walker => walker.BytesWalked);
            if (walked - reported < ReportEvery && walked < total)
                return;

            reported = walked;
            progress.Report(new HeapReadProgress(walked, total));
        }

        var others = Enumerable.Range(1, crew.Length - 1)
            .Select(index => new Thread(() => Work(index)) { IsBackground = true, Name = $"heap walk {index}" }).ToArray();
        foreach (var other in others)
            other.Start();
        Work(0);
        foreach (var other in others)
            other.Join();

        cancellationToken.ThrowIfCancellationRequested();
        if (Array.Find(failures, failure => failure is HeapReadException or OutOfMemoryException) is { } known)
            throw known;
        if (Array.Find(failures, failure => failure is not null) is { } unknown)
            throw new InvalidOperationException("The heap walk failed.", unknown);

        return counts;
    }
}
