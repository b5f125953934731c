using System.Diagnostics;
using System.Security.Cryptography;
using Fleet.Contracts.Heap;
using Fleet.Heap.Counting;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Threads;
using Fleet.Heap.Insights.Types;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Insights;

/// <summary>Looks for what is wasteful or wrong on a heap that stands still.</summary>
internal static class InsightsLook
{
    // The rest of the time is for what is asked afterwards.
    private const double PartForPasses = 0.75;

    /// <summary>Looks; null when nobody asked.</summary>
    /// <param name="heap">Stands still.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="lasting">What is known of its types already, and takes what is learnt; null: nobody asks again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Makes the report; the heap need not stand still any longer.</returns>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public static Func<InsightsReport>? Take(
        StillHeap heap, InsightsOptions? options, LastingTypes? lasting, CancellationToken cancellationToken)
    {
        if (options is null)
            return null;

        var since = Stopwatch.GetTimestamp();
        var types = new RuntimeTypes(heap.Runtime, lasting);
        var scan = new HeapInsights(heap.Memory, heap.Structure.Plan, heap.Structure.FreeTable, types, NewSalt(), options);
        scan.Run(heap.Left * PartForPasses, cancellationToken);
        var troubles = new List<string>();
        RuntimeTrouble.Ask("static fields", () => StaticSubscriptions.See(heap.Runtime, scan.Subscriptions, lasting, cancellationToken), 0, troubles);
        RuntimeTrouble.Ask("handles", () => scan.Pinned.SeeHandles(heap.Runtime, heap.Memory), 0, troubles);
        var threads = heap.ThreadsStandStill ? RuntimeTrouble.Ask("threads", () => ThreadsInsight.Read(heap.Runtime, cancellationToken), null, troubles) : null;
        var finalizers = RuntimeTrouble.Ask("finalizers", () => WaitingFinalizers(heap, scan, types, options.Rows, cancellationToken), [], troubles);
        var ms = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        if (!options.IncludeText)
            return Report;

        // Texts are read from the heap, where they are now.
        var report = Report();
        return () => report;

        InsightsReport Report() => scan.Report(troubles) with
        {
            WaitingFinalizers = finalizers,
            Threads = threads,
            Ms = ms,
        };
    }

    private static ulong NewSalt() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static IReadOnlyList<WaitingFinalizer> WaitingFinalizers(
        StillHeap heap, HeapInsights scan, RuntimeTypes types, int rows, CancellationToken cancellationToken)
    {
        var queue = FinalizerQueue.Read(heap);
        queue.Tell(null, cancellationToken);
        return
        [
            .. queue.ByTable.Where(row => row.Value.Waiting > 0)
                .Select(row => (Type: scan.Types.Find(row.Key), types.Layout(row.Key)?.Key, row.Value.Waiting))
                .Where(row => row is { Type: not null, Key: not null })
                .Select(row => new WaitingFinalizer(
                    row.Key!.Value.Name, row.Key.Value.Module, row.Waiting, row.Waiting * (long)row.Type!.SizeOf(0), types.IsDisposable(row.Type.Address)))
                .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal).Take(rows),
        ];
    }
}
