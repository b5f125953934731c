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
    public void Ask(StillHeap heap, CancellationToken cancellationToken) => Ask(heap, _options.Insights, cancellationToken);

    /// <summary>
    /// Asks a heap that does not stand still, all but stacks, what can be answered in one pass and with little memory, and forgets the answers,
    /// which are of no moment.
    /// </summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public void Rehearse(StillHeap heap, CancellationToken cancellationToken)
    {
        Ask(heap with { ThreadsStandStill = false, Left = TimeSpan.Zero }, Rehearsed(_options.Insights), cancellationToken);
        (_insights, _retention) = (null, null);
    }

    /// <summary>The summary with the answers; the process may run.</summary>
    public HeapSummary Answered(HeapSummary summary) => summary with { Insights = _insights?.Invoke(), Retention = _retention?.Invoke() };

    // What is counted in a rehearsal is forgotten: it needs no room.
    private static InsightsOptions? Rehearsed(InsightsOptions? insights) => insights is null ? null : insights with { MostValues = 1_000 };

    private void Ask(StillHeap heap, InsightsOptions? insights, CancellationToken cancellationToken)
    {
        (_insights, _retention) = (null, null);
        var shared = _options.Retention is null ? heap : heap with { Left = heap.Left / 2 };
        _insights = InsightsLook.Take(shared, insights, _types, cancellationToken);
        _retention = RetentionLook.Take(heap, _options.Retention, _roots, cancellationToken);
    }
}
