using Fleet.Heap.Live.Collections;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Live.Tenured;

/// <summary>
/// What was counted in tenured memory while the process ran. Between two collections nobody writes a method table or a length there:
/// programs allocate elsewhere. A collection of generation 1 places what it promotes in tenured memory that is free, behind its end or
/// within a free object; only one of generation 2 changes what is not free. While it is at it, a free object that was filled up in part
/// looks like anything, what was there before it was free included.
/// </summary>
internal sealed class TenuredCounts
{
    /// <summary>Nothing yet.</summary>
    public static readonly TenuredCounts None = new([]);

    private readonly Dictionary<(ulong Start, HeapGeneration Generation), RangeCount> _ranges;

    /// <summary>Keeps what was counted to the end; a range that made no sense was read in a bad moment and counts as not read.</summary>
    public TenuredCounts(IEnumerable<RangeCount> ranges) =>
        _ranges = ranges.Where(count => count.Damage is null).ToDictionary(count => (count.Range.Start, count.Range.Generation));

    /// <summary>Whether programs allocate elsewhere.</summary>
    public static bool IsTenured(HeapGeneration generation) => generation is HeapGeneration.Gen2 or HeapGeneration.Frozen;

    /// <summary>What still holds of it in a plan of a later moment, unless a collection of generation 2 came between.</summary>
    /// <param name="ranges">The later ranges; those that are not tenured must be walked.</param>
    /// <param name="changed">Ranges in which something that was free is not free any more, by start.</param>
    public TenuredHoldings In(IEnumerable<WalkRange> ranges, IReadOnlySet<ulong> changed)
    {
        var kept = new List<RangeCount>();
        var toWalk = new List<WalkRange>();
        foreach (var range in ranges)
        {
            if (!_ranges.TryGetValue((range.Start, range.Generation), out var known) || known.Range.End > range.End || changed.Contains(range.Start))
            {
                toWalk.Add(range);
                continue;
            }

            kept.Add(known);
            if (known.Range.End < range.End)
                toWalk.Add(range with { Start = known.Range.End });
        }

        return new TenuredHoldings(kept, toWalk);
    }

    /// <summary>Those of it that were read before a moment, or while nothing was placed in tenured memory.</summary>
    /// <param name="record">The collections from that moment on.</param>
    /// <param name="since">The moment, <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    public TenuredCounts Untorn(CollectionRecord record, long since) =>
        new(Ranges.Where(count => Array.TrueForAll(count.Reads, read => read.To < since || !record.PromotedWithin(read.From, read.To))));

    /// <summary>All ranges.</summary>
    public IReadOnlyCollection<RangeCount> Ranges => _ranges.Values;
}

/// <summary>What need not be walked, and what must be.</summary>
internal sealed record TenuredHoldings(IReadOnlyList<RangeCount> Kept, IReadOnlyList<WalkRange> ToWalk)
{
    /// <summary>Everything as one count a range, tails joined to what they follow.</summary>
    public IEnumerable<RangeCount> JoinedWith(IEnumerable<RangeCount> walked)
    {
        var tails = walked.ToDictionary(count => count.Range.Start);
        foreach (var count in Kept)
            yield return tails.Remove(count.Range.End, out var tail) && tail.Range.Generation == count.Range.Generation ? count.FollowedBy(tail) : count;

        foreach (var other in tails.Values)
            yield return other;
    }
}
