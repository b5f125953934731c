using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Scoring;

/// <summary>How one fleet was judged: counts that add up over fleets.</summary>
internal sealed record FleetScore
{
    public required string Fleet { get; init; }

    public required string Family { get; init; }

    public required bool Unseen { get; init; }

    public required bool LeakFree { get; init; }

    public double Years { get; init; }

    /// <summary>Leaks that stand at the end and grew beyond their noise.</summary>
    public int Leaks { get; init; }

    /// <summary>Of them, found.</summary>
    public int Found { get; init; }

    /// <summary>Incidents that stand at the end.</summary>
    public int Claims { get; init; }

    /// <summary>Of them, those that speak of no leak, or of one that is over.</summary>
    public int False { get; init; }

    /// <summary>Of the false ones, those that speak of a leak that is over.</summary>
    public int Stale { get; init; }

    /// <summary>Of all, those that speak of a leak of which another speaks.</summary>
    public int Duplicates { get; init; }

    /// <summary>Leaks that were over at the end, and those of them that no standing incident speaks of.</summary>
    public Ratio Over { get; init; }

    public Ratio Protocol { get; init; }

    public Ratio Version { get; init; }

    public Ratio QAction { get; init; }

    public Ratio Type { get; init; }

    public Ratio Explained { get; init; }

    /// <summary>Where no protocol can be named, none named.</summary>
    public Ratio NoneNamed { get; init; }

    /// <summary>Forecasts that cover the truth.</summary>
    public Ratio Covered { get; init; }

    /// <summary>Growth intervals that cover the rate of an instance or the mean of all.</summary>
    public Ratio RateCovered { get; init; }

    /// <summary>Found leaks that have a limit ahead within a year, and those of them with a forecast.</summary>
    public Ratio Forecast { get; init; }

    /// <summary>Detected within 24 summaries of three times the noise.</summary>
    public Ratio InTime { get; init; }

    /// <summary>Summaries between three times the noise and the detection, one of each found leak; negative: before.</summary>
    public IReadOnlyList<double> Delays { get; init; } = [];

    /// <summary>Incidents that were taken back.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Whether unreadable lines were counted as they are.</summary>
    public bool LinesRight { get; init; }

    public double Seconds { get; init; }

    public long TypeRows { get; init; }

    /// <summary>In a line each: what was missed, and what was claimed wrongly.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>So many of so many.</summary>
internal readonly record struct Ratio(int Hits, int All)
{
    public static Ratio operator +(Ratio a, Ratio b) => new(a.Hits + b.Hits, a.All + b.All);

    /// <summary>One more, a hit or not.</summary>
    public Ratio With(bool hit) => new(Hits + (hit ? 1 : 0), All + 1);
}
