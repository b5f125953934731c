using System.Diagnostics;
using Fleet.Contracts.Heap;
using Fleet.Heap.Retention.Dominators;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;
using Fleet.Heap.Retention.Roots;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Retention;

/// <summary>Finds out who holds what on a heap that stands still.</summary>
internal static class RetentionLook
{
    /// <summary>Takes one look; null when nobody asked.</summary>
    /// <param name="heap">Stands still.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="lasting">What is known of its types and statics already, and takes what is learnt; null: nobody asks again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Makes the report; the heap need not stand still any longer, unless dominators were asked for.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static Func<RetentionReport>? Take(StillHeap heap, RetentionOptions? options, LastingRoots? lasting, CancellationToken cancellationToken)
    {
        if (options is null)
            return null;

        var since = Stopwatch.GetTimestamp();
        var graph = new ObjectGraph(
            new PagedMemory(heap.Memory), heap.Structure.Plan, heap.Structure.FreeTable, new RuntimeNaming(heap.Runtime, lasting));
        var roots = RootReader.Read(heap, graph.Damage, lasting, cancellationToken);
        var walk = RootWalk.Run(graph, roots, cancellationToken);
        var ms = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return () => Report(graph, roots, walk, options, ms, cancellationToken);
    }

    /// <summary>The same with roots that are known.</summary>
    public static RetentionReport Take(ObjectGraph graph, RootSet roots, RetentionOptions options, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var walk = RootWalk.Run(graph, roots, cancellationToken);
        return Report(graph, roots, walk, options, Stopwatch.GetElapsedTime(since).TotalMilliseconds, cancellationToken);
    }

    private static RetentionReport Report(
        ObjectGraph graph, RootSet roots, RootWalk walk, RetentionOptions options, double walkedMs, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var names = new ReportNames(graph.Types.Names, roots.Names);
        var report = RetentionReports.Of(graph, walk, names, options) with { Ms = walkedMs + Stopwatch.GetElapsedTime(since).TotalMilliseconds };
        return options.Dominators ? WithDominators(report) : report;

        RetentionReport WithDominators(RetentionReport found)
        {
            try
            {
                return found with { Dominators = DominatorReports.Of(graph, roots, walk, names, options, cancellationToken) };
            }
            catch (OverflowException)
            {
                return found with { Complete = false, IncompleteReason = "retained sizes were not computed: more than 2,147,483,647 objects or references" };
            }
        }
    }
}
