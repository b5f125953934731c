namespace Fleet.Analysis.Trends;

/// <summary>
/// One name of what is counted: an assembly, a kind of handles, a type with finalizers. Instead of a series it keeps the counts at looks whose
/// numbers are powers of two, which tell in three figures how much it grew of late.
/// </summary>
internal sealed class CountedThing(string name, string module)
{
    private long _atMark;
    private long _atEarlierMark;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The module that it belongs to; the name itself for an assembly, empty for handles.</summary>
    public string Module { get; } = module;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>How many came since between a quarter and a half of all looks.</summary>
    public long Growth => Count - _atEarlierMark;

    /// <summary>Begins it with a count that it is taken to have had so far.</summary>
    public void Assume(long count) => Count = _atMark = _atEarlierMark = count;

    /// <summary>Takes the count of a look.</summary>
    public void Take(long count, long look)
    {
        Count = count;
        if (look > 0 && long.IsPow2(look))
            (_atEarlierMark, _atMark) = (_atMark, count);
        else if (look == 0)
            _atEarlierMark = _atMark = count;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Module);
        writer.Write(Count);
        writer.Write(_atMark);
        writer.Write(_atEarlierMark);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static CountedThing Load(BinaryReader reader) => new(reader.ReadString(), reader.ReadString())
    {
        Count = reader.ReadInt64(),
        _atMark = reader.ReadInt64(),
        _atEarlierMark = reader.ReadInt64(),
    };
}
