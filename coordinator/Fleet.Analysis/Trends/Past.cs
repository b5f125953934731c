namespace Fleet.Analysis.Trends;

/// <summary>Between what bounds a series moved before the window that is judged.</summary>
/// <param name="Lowest">In bytes; ∞ when nothing was before.</param>
/// <param name="Highest">In bytes; -∞ when nothing was before.</param>
internal readonly record struct Past(float Lowest, float Highest)
{
    /// <summary>Nothing was before.</summary>
    public static readonly Past None = new(float.PositiveInfinity, float.NegativeInfinity);

    /// <summary>How far it moved; 0 when nothing was before.</summary>
    public double Range => Highest > Lowest ? (double)Highest - Lowest : 0;

    /// <summary>With one value more.</summary>
    public Past With(float value) => new(Math.Min(Lowest, value), Math.Max(Highest, value));

    /// <summary>Writes it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Lowest);
        writer.Write(Highest);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Past Load(BinaryReader reader)
    {
        var past = new Past(reader.ReadSingle(), reader.ReadSingle());
        return float.IsNaN(past.Lowest) || float.IsNaN(past.Highest)
            ? throw new InvalidDataException("The checkpoint holds a value that is no number.")
            : past;
    }
}
