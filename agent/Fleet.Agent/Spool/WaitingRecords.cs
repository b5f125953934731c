namespace Fleet.Agent.Spool;

/// <summary>Which records of a spool wait for their ack, and where they lie. Not thread-safe.</summary>
internal sealed class WaitingRecords
{
    private readonly SortedDictionary<ulong, RecordPlace> _places = [];

    /// <summary>How many.</summary>
    public int Count => _places.Count;

    /// <summary>The oldest; null when none waits.</summary>
    public RecordPlace? Oldest => After(0);

    /// <summary>Adds one.</summary>
    public void Add(RecordPlace place) => _places.Add(place.Sequence, place);

    /// <summary>The oldest after a sequence; null when there is none.</summary>
    public RecordPlace? After(ulong sequence)
    {
        // What was sent and waits for its ack is a window at most, so this ends soon.
        foreach (var (key, place) in _places)
        {
            if (key > sequence)
                return place;
        }

        return null;
    }

    /// <summary>Removes one; false when it did not wait.</summary>
    public bool Remove(ulong sequence) => _places.Remove(sequence);

    /// <summary>Removes the oldest ones for as long as a condition holds; says how many those were, and the first of them.</summary>
    public (long Count, ulong First) RemoveWhile(Func<RecordPlace, bool> condition)
    {
        var (count, first) = (0L, 0ul);
        while (Oldest is { } oldest && condition(oldest))
        {
            _places.Remove(oldest.Sequence);
            first = count++ == 0 ? oldest.Sequence : first;
        }

        return (count, first);
    }

    /// <summary>The sequence up to which nothing waits any more.</summary>
    /// <param name="last">The greatest sequence that was given.</param>
    public ulong SettledUpTo(ulong last) => Oldest is { } oldest ? oldest.Sequence - 1 : last;
}
