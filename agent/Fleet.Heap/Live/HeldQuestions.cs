using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Retention;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Live;

/// <summary>What is asked of a heap while it stands still, besides its histogram.</summary>
internal sealed class HeldQuestions
{
    private readonly HeapReadOptions _options;
    private InsightsReport? _insights;
    private RetentionReport? _retention;

    private HeldQuestions(HeapReadOptions options) => _options = options;

    /// <summary>Null when nothing more is asked.</summary>
    public static HeldQuestions? Of(HeapReadOptions options) => options is { Insights: null, Retention: null } ? null : new HeldQuestions(options);

    /// <summary>Asks; what was answered before is forgotten.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public void Ask(StillHeap heap, CancellationToken cancellationToken)
    {
        _insights = InsightsLook.Take(heap, _options.Insights, threadsStandStill: !OperatingSystem.IsWindows(), cancellationToken);
        _retention = RetentionLook.Take(heap, _options.Retention, cancellationToken);
    }

    /// <summary>The summary with the answers.</summary>
    public HeapSummary Answered(HeapSummary summary) => summary with { Insights = _insights, Retention = _retention };
}
