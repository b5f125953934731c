namespace Fleet.Heap.Live.Collections;

/// <summary>A moment of a collection.</summary>
/// <param name="At">When, on the clock of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
/// <param name="Kind">Which moment.</param>
/// <param name="Number">Collections are numbered without a hole; 0 where a sweep begins or ends.</param>
/// <param name="Generation">Oldest generation that is collected: 0, 1 or 2.</param>
internal readonly record struct CollectionEvent(long At, CollectionEventKind Kind, uint Number, int Generation);

/// <summary>Moments that the runtime tells of.</summary>
internal enum CollectionEventKind
{
    /// <summary>A collection starts, and nothing else runs until it ends, in the background neither.</summary>
    Start,

    /// <summary>The same, while another one is under way in the background, and waits.</summary>
    ForegroundStart,

    /// <summary>A collection starts beside which the process runs; others of younger generations may come and go until it ends.</summary>
    BackgroundStart,

    /// <summary>A collection of either kind ended.</summary>
    End,

    /// <summary>One in the background begins to sweep: the process stands still for it, what is dead is known.</summary>
    Sweep,

    /// <summary>One in the background has swept.</summary>
    Swept,
}
