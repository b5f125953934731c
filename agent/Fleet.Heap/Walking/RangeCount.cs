namespace Fleet.Heap.Walking;

/// <summary>What was counted in one range.</summary>
/// <param name="Range">The range.</param>
/// <param name="Tables">By method table, free objects among them.</param>
/// <param name="GapBytes">Bytes that hold no object: rest of allocation contexts, memory handed out but not yet written.</param>
/// <param name="BytesWalked">Objects, free objects and gaps.</param>
/// <param name="Damage">Why the range could not be walked to its end; null when it was.</param>
/// <param name="Free">The free objects that something could be put into, ascending; empty when they were not asked for.</param>
/// <param name="Reads">When its parts were read.</param>
internal sealed record RangeCount(
    WalkRange Range, TableCount[] Tables, long GapBytes, long BytesWalked, WalkDamage? Damage, FreeObject[] Free, ReadTime[] Reads)
{
    /// <summary>This range and the one that begins where it ends, as one.</summary>
    public RangeCount FollowedBy(RangeCount next) => new(
        Range with { End = next.Range.End },
        [.. Tables.Concat(next.Tables).GroupBy(table => table.MethodTable)
            .Select(same => new TableCount(same.Key, same.Sum(table => table.Objects), same.Sum(table => table.Bytes)))],
        GapBytes + next.GapBytes, BytesWalked + next.BytesWalked, Damage ?? next.Damage, [.. Free, .. next.Free], [.. Reads, .. next.Reads]);
}

/// <summary>From the first byte that was read to the last, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
internal readonly record struct ReadTime(long From, long To);

/// <summary>Objects and bytes of one method table.</summary>
internal readonly record struct TableCount(ulong MethodTable, long Objects, long Bytes);

/// <summary>Where nothing is, and how many bytes of it.</summary>
internal readonly record struct FreeObject(ulong Address, long Bytes);
