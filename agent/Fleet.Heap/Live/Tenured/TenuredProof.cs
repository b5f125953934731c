using Fleet.Heap.Live.Collections;

namespace Fleet.Heap.Live.Tenured;

/// <summary>
/// Whether tenured counts are proven, reading after reading. What is kept from one reading for the next must hold from then on: between
/// the two, a collection of generation 2 may come and go.
/// </summary>
internal sealed class TenuredProof
{
    private long? _keptSince;

    /// <summary>Judges one reading.</summary>
    /// <param name="record">The collections since before the first reading until now.</param>
    /// <param name="since">When the reading began, <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    /// <param name="heldAt">When the process stood still and all else was read; null when it never did.</param>
    /// <param name="freeChecked">Whether free objects were looked at then.</param>
    /// <param name="torn">Whether something was read while a collection may have been placing objects there.</param>
    public TenuredVerdict Judge(CollectionRecord record, long since, long? heldAt, bool freeChecked, bool torn)
    {
        var from = _keptSince ?? since;
        if (!torn && heldAt is { } at && record.OldestSince(from, at) < 2 && record.OldestSince(since, at) <= (freeChecked ? 1 : 0))
            return TenuredVerdict.Proven;

        var keep = record.OldestSince(from, long.MaxValue) < 2;
        _keptSince = keep ? from : null;
        return keep ? TenuredVerdict.Keep : TenuredVerdict.Discard;
    }
}

/// <summary>What to do with tenured counts.</summary>
internal enum TenuredVerdict
{
    /// <summary>They are of the moment at which the process stood still.</summary>
    Proven,

    /// <summary>They may be kept: the next reading finds out what changed.</summary>
    Keep,

    /// <summary>They may be of no moment at all.</summary>
    Discard,
}
