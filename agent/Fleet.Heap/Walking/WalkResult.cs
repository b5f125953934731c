namespace Fleet.Heap.Walking;

/// <summary>What a walk counted.</summary>
/// <param name="Tables">The method tables that it met.</param>
/// <param name="Counts">Objects and bytes by method table and generation, free objects among them.</param>
/// <param name="GapBytes">Bytes without an object, by generation.</param>
/// <param name="BytesWalked">Objects, free objects and gaps.</param>
/// <param name="BytesTotal">What there was to walk.</param>
/// <param name="Damages">Where ranges could not be walked to their end.</param>
internal sealed record WalkResult(
    MethodTables Tables,
    IReadOnlyDictionary<ulong, MethodTableCount> Counts,
    IReadOnlyList<long> GapBytes,
    long BytesWalked,
    long BytesTotal,
    IReadOnlyList<WalkDamage> Damages)
{
    /// <summary>Everything was walked.</summary>
    public bool IsComplete => Damages.Count == 0 && BytesWalked == BytesTotal;

    /// <summary>Bytes that were not walked.</summary>
    public long BytesLost => BytesTotal - BytesWalked;

    /// <summary>Adds up what was counted range by range.</summary>
    public static WalkResult Of(MethodTables tables, IReadOnlyCollection<RangeCount> ranges, long bytesTotal)
    {
        var counts = new Dictionary<ulong, MethodTableCount>();
        var gaps = new long[6];
        foreach (var range in ranges)
        {
            var generation = (int)range.Range.Generation;
            gaps[generation] += range.GapBytes;
            foreach (var table in range.Tables)
            {
                if (!counts.TryGetValue(table.MethodTable, out var count))
                    counts.Add(table.MethodTable, count = new MethodTableCount());
                count.Objects[generation] += table.Objects;
                count.Bytes[generation] += table.Bytes;
            }
        }

        return new WalkResult(
            tables, counts, gaps, ranges.Sum(range => range.BytesWalked), bytesTotal,
            [.. ranges.Where(range => range.Damage is not null).Select(range => range.Damage!.Value).OrderBy(damage => damage.Address)]);
    }
}

/// <summary>Objects and bytes of one method table; index is <see cref="HeapGeneration"/>.</summary>
internal sealed class MethodTableCount
{
    public long[] Objects { get; } = new long[6];

    public long[] Bytes { get; } = new long[6];
}
