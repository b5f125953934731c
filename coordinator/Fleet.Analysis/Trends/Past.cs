namespace Fleet.Analysis.Trends;

/// <summary>How a series moved before the window that is judged.</summary>
/// <param name="Highest">In bytes; -∞ when nothing was before.</param>
/// <param name="Drawdown">The most that was ever given back of a level reached before, in bytes.</param>
internal readonly record struct Past(float Highest, float Drawdown)
{
    /// <summary>Nothing was before.</summary>
    public static readonly Past None = new(float.NegativeInfinity, 0);

    /// <summary>With one value more.</summary>
    public Past With(float value) =>
        value >= Highest ? this with { Highest = value } : this with { Drawdown = Math.Max(Drawdown, Highest - value) };

    /// <summary>With a level that was reached in warm-up, of which it does not count that it was given back.</summary>
    public Past Reaching(float value) => this with { Highest = Math.Max(Highest, value) };

    /// <summary>Writes it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Highest);
        writer.Write(Drawdown);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Past Load(BinaryReader reader)
    {
        var past = new Past(reader.ReadSingle(), reader.ReadSingle());
        return float.IsNaN(past.Highest) || !float.IsFinite(past.Drawdown)
            ? throw new InvalidDataException("The checkpoint holds a value that is no number.")
            : past;
    }
}
