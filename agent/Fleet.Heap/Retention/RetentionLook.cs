using System.Diagnostics;
using Fleet.Contracts.Heap;
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
        var roots = RootReader.Read(heap.Runtime, graph.Damage, cancellationToken);
        var walk = RootWalk.Run(graph, roots, cancellationToken);
        return RetentionReports.Of(graph, roots, walk, options) with { Ms = Stopwatch.GetElapsedTime(since).TotalMilliseconds };
    }
}
