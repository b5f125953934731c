namespace Fleet.Analysis.Tests.Lab;

/// <summary>How fast a simulated fleet lives. Everything else in the lab counts in looks, so one family serves all paces.</summary>
/// <param name="Look">Time between looks.</param>
/// <param name="FullCollection">Looks between full collections, on average.</param>
/// <param name="Options">What the analysis is told.</param>
internal sealed record Pace(TimeSpan Look, double FullCollection, AnalysisOptions Options)
{
    /// <summary>A look every 2.5 s: what the demonstration lives by.</summary>
    public static Pace Fast { get; } = new(
        TimeSpan.FromSeconds(2.5), 1.6, new AnalysisOptions { WarmUp = TimeSpan.FromSeconds(20), MinimumSummaries = 8 });

    /// <summary>A look every five minutes, with the defaults.</summary>
    public static Pace Slow { get; } = new(TimeSpan.FromMinutes(5), 3, new AnalysisOptions());

    /// <summary>Warm-up in looks.</summary>
    public double WarmUp => Options.WarmUp / Look;
}
