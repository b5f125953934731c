using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Insights.Types;
using Fleet.Heap.Retention;
using Fleet.Heap.Retention.Roots;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Live;

/// <summary>What is asked of a heap while it stands still, besides its histogram.</summary>
internal sealed class HeldQuestions
{
    private readonly HeapReadOptions _options;
    private readonly LastingTypes _types = new();
    private readonly LastingRoots _roots = new();
    private Func<InsightsReport>? _insights;
    private Func<RetentionReport>? _retention;

    private HeldQuestions(HeapReadOptions options) => _options = options;

    /// <summary>Null when nothing more is asked.</summary>
    public static HeldQuestions? Of(HeapReadOptions options) => options is { Insights: null, Retention: null } ? null : new HeldQuestions(options);

    /// <summary>
    /// Asks; what was answered before is forgotten, but for what is true as long as the process lives: that needs not be asked again.
    /// </summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public void Ask(StillHeap heap, CancellationToken cancellationToken)
    {
        (_insights, _retention) = (null, null);
        _insights = InsightsLook.Take(heap, _options.Insights, _types, cancellationToken);
        _retention = RetentionLook.Take(heap, _options.Retention, _roots, cancellationToken);
    }

    /// <summary>Asks a heap that does not stand still, all but stacks, and forgets the answers, which are of no moment.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public void Rehearse(StillHeap heap, CancellationToken cancellationToken)
    {
        Ask(heap with { ThreadsStandStill = false }, cancellationToken);
        (_insights, _retention) = (null, null);
    }

    /// <summary>The summary with the answers; the process may run.</summary>
    public HeapSummary Answered(HeapSummary summary) => summary with { Insights = _insights?.Invoke(), Retention = _retention?.Invoke() };
}
