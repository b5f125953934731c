using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>What is known of one type in one instance over time.</summary>
/// <param name="Type">The type.</param>
/// <param name="Verdict">What the trend says.</param>
/// <param name="BytesPerHour">Robust slope over the post-collection floor.</param>
/// <param name="PValue">Probability of such growth by chance.</param>
public sealed record TypeTrend(TypeKey Type, TrendVerdict Verdict, Interval BytesPerHour, double PValue);

/// <summary>What a trend says by itself.</summary>
public enum TrendVerdict
{
    /// <summary>Too few summaries to say.</summary>
    TooShort,

    /// <summary>The process is still warming up.</summary>
    Warming,

    /// <summary>No growth beyond chance.</summary>
    Flat,

    /// <summary>Grew, and stopped.</summary>
    Plateau,

    /// <summary>Grows.</summary>
    Growing,
}
