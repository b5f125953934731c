using Fleet.Contracts.Heap;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Live;

/// <summary>What is asked of a heap while its process stands still, besides its histogram.</summary>
internal sealed class HeldQuestions(Func<StillHeap, CancellationToken, Func<HeapSummary, HeapSummary>> ask)
{
    private Func<HeapSummary, HeapSummary> _answer = summary => summary;

    /// <summary>Asks; what was answered before is forgotten.</summary>
    public void Ask(ILiveTarget target, HeapStructure structure, CancellationToken cancellationToken) =>
        _answer = ask(new StillHeap(target.Runtime, target.Memory, structure), cancellationToken);

    /// <summary>The summary with the answers.</summary>
    public HeapSummary Answered(HeapSummary summary) => _answer(summary);
}
