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

    public static WalkResult Of(WalkPlan plan, MethodTables tables, IReadOnlyList<RangeWalker> crew)
    {
        var counts = new Dictionary<ulong, MethodTableCount>();
        var gaps = new long[6];
        foreach (var walker in crew)
        {
            for (var generation = 0; generation < gaps.Length; generation++)
            {
                gaps[generation] += walker.GapBytes[generation];
                foreach (var slot in walker.Tallies[generation].Counted)
                {
                    if (!counts.TryGetValue(slot.MethodTable, out var count))
                        counts.Add(slot.MethodTable, count = new MethodTableCount());
                    count.Objects[generation] += slot.Count;
                    count.Bytes[generation] += slot.Bytes;
                }
            }
        }

        return new WalkResult(
            tables, counts, gaps, crew.Sum(walker => walker.BytesWalked), plan.Bytes,
            [.. crew.SelectMany(walker => walker.Damages).OrderBy(damage => damage.Address)]);
    }
}

/// <summary>Objects and bytes of one method table; index is <see cref="HeapGeneration"/>.</summary>
internal sealed class MethodTableCount
{
    public long[] Objects { get; } = new long[6];

    public long[] Bytes { get; } = new long[6];
}
