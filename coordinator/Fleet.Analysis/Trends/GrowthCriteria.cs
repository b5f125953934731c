namespace Fleet.Analysis.Trends;

/// <summary>How much growth a series must show. The significance of it is judged besides.</summary>
internal sealed record GrowthCriteria
{
    /// <summary>Bins from which on a coarse level has a say.</summary>
    public const int BinsOfCoarseLevel = 8;

    // A day tells more than any other bin of a coarse level: it holds a whole round of what goes around.
    private const int BinsOfDays = 6;
    private const int LooksToKnowDays = 12;
    private const double LeastBytes = 8 * 1024;
    private const double LeastNativeBytes = 2 * 1024 * 1024;

    /// <summary>Fewest bins.</summary>
    public required int Bins { get; init; }

    /// <summary>True where there are so few bins, each of very many looks, that their ranks alone could never prove anything.</summary>
    public bool BinsAreFew { get; init; }

    /// <summary>Least growth over the window, in bytes.</summary>
    public required double Bytes { get; init; }

    /// <summary>Least growth over the window, in parts of the level.</summary>
    public required double PartOfLevel { get; init; }

    /// <summary>Least speed, in bytes per hour.</summary>
    public required double BytesPerHour { get; init; }

    /// <summary>True when growth must have outlived a full collection: garbage grows, too, until one comes.</summary>
    public required bool OutlivesFullCollection { get; init; }

    /// <summary>True for what grows with the work that the process does, and shrinks with it.</summary>
    public bool FollowsWork { get; init; }

    /// <summary>What is asked of a type.</summary>
    public static GrowthCriteria OfType(AnalysisOptions options, int level, long looksOfBin) => new()
    {
        Bins = level switch
        {
            0 => Math.Min(options.MinimumSummaries, LookAxis.Bins),
            LookAxis.Days => BinsOfDays,
            _ => BinsOfCoarseLevel,
        },
        BinsAreFew = level == LookAxis.Days && looksOfBin >= LooksToKnowDays,
        Bytes = LeastBytes,
        PartOfLevel = 0.01,
        BytesPerHour = options.MinimumBytesPerHour,
        OutlivesFullCollection = true,
        FollowsWork = true,
    };

    /// <summary>What is asked of memory beside the heap: it is restless, since code is compiled, threads come and the collector keeps books.</summary>
    public static GrowthCriteria OfNative(AnalysisOptions options, int level, long privateBytes) => new()
    {
        Bins = level == 0 ? Math.Min(options.MinimumSummaries * 3 / 2, LookAxis.Bins) : BinsOfCoarseLevel,
        Bytes = Math.Max(LeastNativeBytes, 0.01 * privateBytes),
        PartOfLevel = 0,
        BytesPerHour = options.MinimumBytesPerHour,
        OutlivesFullCollection = false,
    };

    /// <summary>What is asked of holes in the heap: some are normal, only many are a finding.</summary>
    public static GrowthCriteria OfHoles(AnalysisOptions options, int level, long holeBytes) => new()
    {
        Bins = level == 0 ? Math.Min(options.MinimumSummaries * 3 / 2, LookAxis.Bins) : BinsOfCoarseLevel,
        Bytes = Math.Max(LeastNativeBytes, 0.1 * holeBytes),
        PartOfLevel = 0.1,
        BytesPerHour = options.MinimumBytesPerHour,
        OutlivesFullCollection = true,
    };
}
