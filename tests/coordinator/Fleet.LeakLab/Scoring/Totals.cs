namespace Fleet.LeakLab.Scoring;

/// <summary>What was reached over many fleets, each figure with what it is a part of.</summary>
internal sealed class Totals(string name, IReadOnlyList<FleetScore> fleets)
{
    public string Name { get; } = name;

    public int Fleets { get; } = fleets.Count;

    /// <summary>Incidents that speak of a leak that stands, of all but duplicates.</summary>
    public Ratio Precision { get; } = new(fleets.Sum(fleet => fleet.Found), fleets.Sum(fleet => fleet.Claims - fleet.Duplicates));

    /// <summary>Leaks found, of those that stand.</summary>
    public Ratio Recall { get; } = new(fleets.Sum(fleet => fleet.Found), fleets.Sum(fleet => fleet.Leaks));

    public Ratio Duplicates { get; } = new(fleets.Sum(fleet => fleet.Duplicates), fleets.Sum(fleet => fleet.Claims));

    /// <summary>Leaks that ended and are not claimed any more.</summary>
    public Ratio Over { get; } = Sum(fleets, fleet => fleet.Over);

    public Ratio Protocol { get; } = Sum(fleets, fleet => fleet.Protocol);

    public Ratio Version { get; } = Sum(fleets, fleet => fleet.Version);

    public Ratio QAction { get; } = Sum(fleets, fleet => fleet.QAction);

    public Ratio Type { get; } = Sum(fleets, fleet => fleet.Type);

    public Ratio Explained { get; } = Sum(fleets, fleet => fleet.Explained);

    public Ratio NoneNamed { get; } = Sum(fleets, fleet => fleet.NoneNamed);

    public Ratio Covered { get; } = Sum(fleets, fleet => fleet.Covered);

    public Ratio Forecast { get; } = Sum(fleets, fleet => fleet.Forecast);

    public Ratio RateCovered { get; } = Sum(fleets, fleet => fleet.RateCovered);

    public Ratio InTime { get; } = Sum(fleets, fleet => fleet.InTime);

    /// <summary>Summaries from three times the noise to the detection: the median and the ninth decile; NaN without any.</summary>
    public (double Median, double NinthDecile) Delay { get; } = Quantiles([.. fleets.SelectMany(fleet => fleet.Delays).Order()]);

    /// <summary>Incidents that stand at the end in fleets without any leak, and the years these fleets lived.</summary>
    public (int Incidents, double Years) LeakFree { get; } = (fleets.Where(fleet => fleet.LeakFree).Sum(fleet => fleet.Claims), fleets.Where(fleet => fleet.LeakFree).Sum(fleet => fleet.Years));

    public int Withdrawn { get; } = fleets.Sum(fleet => fleet.Withdrawn);

    public Ratio LinesRight { get; } = new(fleets.Count(fleet => fleet.LinesRight), fleets.Count);

    public double Seconds { get; } = fleets.Sum(fleet => fleet.Seconds);

    public long TypeRows { get; } = fleets.Sum(fleet => fleet.TypeRows);

    private static Ratio Sum(IReadOnlyList<FleetScore> fleets, Func<FleetScore, Ratio> of) => fleets.Select(of).Aggregate(default(Ratio), (a, b) => a + b);

    private static (double, double) Quantiles(List<double> sorted) =>
        sorted.Count == 0 ? (double.NaN, double.NaN) : (sorted[sorted.Count / 2], sorted[Math.Min(sorted.Count - 1, (int)(0.9 * sorted.Count))]);
}
