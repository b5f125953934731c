namespace Fleet.Heap.Live.Collections;

/// <summary>The collections of a process during a session, all of them.</summary>
internal sealed class CollectionRecord
{
    private readonly IReadOnlyList<CollectionEvent> _events;

    private CollectionRecord(IReadOnlyList<CollectionEvent> events) => _events = events;

    /// <summary>Null when the numbers show that some are missing.</summary>
    public static CollectionRecord? Of(IReadOnlyList<CollectionEvent> events)
    {
        var numbers = events.Where(e => e.IsStart).Select(e => e.Number).Order().ToList();
        var whole = numbers.Count == 0 || numbers[^1] - numbers[0] == numbers.Count - 1;
        return whole ? new CollectionRecord(events) : null;
    }

    /// <summary>
    /// Oldest generation, 0 to 2, of the collections that may have changed something since a moment until another one; -1 when there were
    /// none. An end may be told of a little after the fact, so that only what also began later is left out. What was under way all the
    /// time is not in the record: the heap's own state tells of it.
    /// </summary>
    /// <param name="from">The earlier moment, <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    /// <param name="to">The later one.</param>
    public int OldestSince(long from, long to)
    {
        var later = _events.Where(e => e.IsStart && e.At > to).Select(e => e.Number).ToHashSet();
        return _events.Where(e => e.At >= from && !later.Contains(e.Number)).Select(e => e.Generation).DefaultIfEmpty(-1).Max();
    }
}
