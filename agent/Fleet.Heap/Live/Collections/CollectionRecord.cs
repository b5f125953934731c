namespace Fleet.Heap.Live.Collections;

/// <summary>The collections of a process during a session, all of them.</summary>
internal sealed class CollectionRecord
{
    private readonly IReadOnlyList<CollectionEvent> _events;
    private readonly List<(long From, long To)> _promotions;
    private readonly List<(long From, long To)> _sweeps;

    private CollectionRecord(IReadOnlyList<CollectionEvent> events, bool asleepAtFirst) =>
        (_events, _promotions, _sweeps) = (events, Promotions(events), BackgroundSweeps.Of(events, asleepAtFirst));

    /// <summary>Null when the numbers show that some are missing.</summary>
    /// <param name="events">What was told.</param>
    /// <param name="asleepAtFirst">Whether the threads that collect in the background slept when the listening began.</param>
    public static CollectionRecord? Of(IReadOnlyList<CollectionEvent> events, bool asleepAtFirst)
    {
        // Two that listened at the same time heard the same.
        var numbers = events.Where(IsStart).Select(e => e.Number).Distinct().Order().ToList();
        var whole = numbers.Count == 0 || numbers[^1] - numbers[0] == numbers.Count - 1;
        return whole ? new CollectionRecord(events, asleepAtFirst) : null;
    }

    /// <summary>
    /// Oldest generation, 0 to 2, of the collections that may have changed something since a moment until another one; -1 when there were
    /// none. An end may be told of a little after the fact, so that only what also began later is left out. A background collection counts for
    /// as long as it may have swept, too, of which the record may hold neither its start nor its end.
    /// </summary>
    /// <param name="from">The earlier moment, <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    /// <param name="to">The later one.</param>
    public int OldestSince(long from, long to)
    {
        var later = _events.Where(e => IsStart(e) && e.At > to).Select(e => e.Number).ToHashSet();
        return _sweeps.Exists(sweep => sweep.From <= to && sweep.To >= from)
            ? 2
            : _events.Where(e => !IsOfSweep(e) && e.At >= from && !later.Contains(e.Number)).Select(e => e.Generation).DefaultIfEmpty(-1).Max();
    }

    /// <summary>
    /// Whether a collection that places objects in tenured memory may have been at it at any time between two moments: one of generation 1
    /// or 2 that was not in the background. What is read then may be half of before and half of after.
    /// </summary>
    /// <param name="from">The earlier moment, <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    /// <param name="to">The later one.</param>
    public bool PromotedWithin(long from, long to) => _promotions.Exists(promotion => promotion.From <= to && promotion.To >= from);

    // One whose start was not told of may have begun at any time before, and one whose end was not, may end at any time.
    private static List<(long From, long To)> Promotions(IEnumerable<CollectionEvent> events) =>
    [
        .. events.Where(e => !IsOfSweep(e) && e.Generation > 0).GroupBy(e => e.Number)
            .Where(moments => moments.All(e => e.Kind != CollectionEventKind.BackgroundStart))
            .Select(moments => (
                moments.Where(IsStart).Select(e => e.At).DefaultIfEmpty(long.MinValue).Min(),
                moments.Where(e => e.Kind == CollectionEventKind.End).Select(e => e.At).DefaultIfEmpty(long.MaxValue).Max())),
    ];

    private static bool IsStart(CollectionEvent e) =>
        e.Kind is CollectionEventKind.Start or CollectionEventKind.ForegroundStart or CollectionEventKind.BackgroundStart;

    private static bool IsOfSweep(CollectionEvent e) => e.Kind is CollectionEventKind.Sweep or CollectionEventKind.Swept;
}
