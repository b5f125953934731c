using Fleet.Contracts.Heap;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Live;

/// <summary>What is asked of a heap while it stands still, besides its histogram.</summary>
internal sealed class HeldQuestions
{
    /// <summary>Null when nothing more is asked.</summary>
    public static HeldQuestions? Of(HeapReadOptions options) => null;

    /// <summary>Asks; what was answered before is forgotten.</summary>
    public void Ask(StillHeap heap, CancellationToken cancellationToken)
    {
    }

    /// <summary>The summary with the answers.</summary>
    public HeapSummary Answered(HeapSummary summary) => summary;
}
