namespace Fleet.Analysis.Trends;

/// <summary>Growth that one level of a series shows.</summary>
/// <param name="BytesPerHour">How fast.</param>
/// <param name="PValue">Probability of such growth by chance, corrected for autocorrelation only.</param>
/// <param name="Hours">Length of the window that shows it.</param>
/// <param name="Established">
/// True when it stands by itself, with all that is tested in the instance taken into account. Else it is a hint: worth something only
/// together with others of its kind.
/// </param>
internal sealed record Finding(Interval BytesPerHour, double PValue, double Hours, bool Established)
{
    /// <summary>Width of the interval in parts of the estimate: the smaller, the better it is known.</summary>
    public double RelativeWidth => (BytesPerHour.High - BytesPerHour.Low) / Math.Max(1, BytesPerHour.Estimate);

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(BytesPerHour.Estimate);
        writer.Write(BytesPerHour.Low);
        writer.Write(BytesPerHour.High);
        writer.Write(PValue);
        writer.Write(Hours);
        writer.Write(Established);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Finding Load(BinaryReader reader)
    {
        var finding = new Finding(
            new Interval(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()), reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean());
        return double.IsFinite(finding.BytesPerHour.Estimate + finding.BytesPerHour.Low + finding.BytesPerHour.High + finding.PValue + finding.Hours)
            ? finding
            : throw new InvalidDataException("The checkpoint holds a finding that is no number.");
    }
}
