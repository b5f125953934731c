using System.ComponentModel.DataAnnotations;

namespace Fleet.Analysis;

/// <summary>What the analysis takes for granted. Durations are lived by the data, not by the wall clock.</summary>
public sealed record AnalysisOptions
{
    /// <summary>A process younger than this is warming up: nothing is said of it.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Fewest summaries of an instance after warm-up before a trend may be suspect.</summary>
    [Range(5, 1000)]
    public int MinimumSummaries { get; init; } = 8;

    /// <summary>Growth slower than this is not worth waking anybody, in bytes per hour.</summary>
    [Range(0, double.MaxValue)]
    public double MinimumBytesPerHour { get; init; } = 2 * 1024;

    /// <summary>Probability of a false suspect that is tolerated, over all types of an instance.</summary>
    [Range(1e-12, 0.5)]
    public double FalseSuspectRate { get; init; } = 0.0003;
}
