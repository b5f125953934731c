namespace Fleet.Analysis.Trends;

/// <summary>How private bytes grow in an instance that leaks.</summary>
/// <param name="BytesPerHour">How fast, with its 95 % interval.</param>
/// <param name="Bytes">The level by now, noise and load of the moment left out.</param>
public sealed record PrivateGrowth(Interval BytesPerHour, double Bytes);
