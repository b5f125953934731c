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
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static RetentionReport? Take(StillHeap heap, RetentionOptions? options, CancellationToken cancellationToken)
    {
        if (options is null)
            return null;

        var since = Stopwatch.GetTimestamp();
        var graph = new ObjectGraph(
            new PagedMemory(heap.Memory), heap.Structure.Plan, heap.Structure.FreeTable, new RuntimeNaming(heap.Runtime));
        var roots = RootReader.Read(heap, graph.Damage, cancellationToken);
        var read = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        var report = Take(graph, roots, options, cancellationToken);
        return report with { Ms = report.Ms + read };
    }

    /// <summary>The same with roots that are known.</summary>
    public static RetentionReport Take(ObjectGraph graph, RootSet roots, RetentionOptions options, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var walk = RootWalk.Run(graph, roots, cancellationToken);
        var names = new ReportNames(graph.Types.Names, roots.Names);
        var report = RetentionReports.Of(graph, walk, names, options) with { Ms = Stopwatch.GetElapsedTime(since).TotalMilliseconds };
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
