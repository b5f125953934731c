using Fleet.Contracts.Heap;
using Fleet.Heap.Counting;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Live;

/// <summary>A heap as it was walked, and what that cost the process.</summary>
/// <param name="Structure">Of the moment that the counts are of.</param>
/// <param name="Walk">The counts.</param>
/// <param name="Counts">What else was taken down while the process stood still; null when it never did.</param>
/// <param name="Cost">What it took.</param>
internal sealed record LiveWalk(HeapStructure Structure, WalkResult Walk, HeldCounts? Counts, LookCost Cost)
{
    /// <summary>Its document, cost left out, where there was time to write it; otherwise null.</summary>
    public HeapSummary? Document { get; init; }
}

/// <summary>What one look took.</summary>
/// <param name="Method">One of <see cref="HeapReadMethod"/>.</param>
internal sealed record LookCost(string Method)
{
    /// <summary>How long the process stood still, all in all.</summary>
    public TimeSpan Paused { get; private set; }

    /// <summary>The longest time that it stood still at a stretch.</summary>
    public TimeSpan LongestPause { get; private set; }

    /// <summary>How long was walked.</summary>
    public TimeSpan Walked { get; set; }

    /// <summary>How often it was held.</summary>
    public int Attempts { get; set; }

    /// <summary>Bytes that may be counted wrongly; null where the counts are exact.</summary>
    public long? ErrorBytes { get; init; }

    /// <summary>Adds one hold.</summary>
    public void Add(TimeSpan pause)
    {
        Paused += pause;
        LongestPause = pause > LongestPause ? pause : LongestPause;
    }
}
