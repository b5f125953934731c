namespace Fleet.Analysis.Trends;

/// <summary>How many things of a kind a process has over time, and which of them grew.</summary>
internal sealed class CountedSeries
{
    private CountedSeries(LeakKind kind, Series total, CountedTable table)
    {
        Kind = kind;
        Total = total;
        Table = table;
    }

    /// <summary>A series that begins now.</summary>
    /// <param name="kind">What is counted.</param>
    /// <param name="axis">The looks so far.</param>
    /// <param name="assumed">How many there are taken to have been at all of them.</param>
    public CountedSeries(LeakKind kind, LookAxis axis, long assumed)
        : this(kind, new Series(axis, assumed), new CountedTable())
    {
    }

    /// <summary>What is counted.</summary>
    public LeakKind Kind { get; }

    /// <summary>All of them together.</summary>
    public Series Total { get; }

    /// <summary>The names that grew most.</summary>
    public CountedTable Table { get; }

    /// <summary>How many there were at the newest summary that told.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the counts of a look.</summary>
    /// <param name="counts">By name; null when the summary does not tell, and all is taken to be as it was.</param>
    /// <param name="axis">The looks.</param>
    /// <param name="trending">False during warm-up.</param>
    public void Take(IReadOnlyList<(string Name, string Module, long Count)>? counts, LookAxis axis, bool trending)
    {
        if (counts is not null)
        {
            Count = counts.Sum(count => count.Count);
            Table.Take(counts, trending ? axis.Looks : 0);
        }

        if (trending)
            Total.Push(axis, Count);
        else
            Total.Remember(Count);
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(Count);
        Total.Save(writer, axis);
        Table.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static CountedSeries Load(BinaryReader reader, LookAxis axis, LeakKind kind)
    {
        var count = reader.ReadInt64();
        return new CountedSeries(kind, Series.Load(reader, axis), CountedTable.Load(reader)) { Count = count };
    }
}
