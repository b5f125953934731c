namespace Fleet.Analysis.Trends;

/// <summary>
/// How much growth is asked of what is counted. Handles, and objects that wait, follow the load of a process: they are judged over many looks only,
/// in which load has come and gone.
/// </summary>
internal static class CountedCriteria
{
    private const double LeastThings = 10;
    private const double LeastPerHour = 0.1;
    private const double PartOfLevel = 0.1;
    private const double PartOfHandles = 0.2;

    /// <summary>What is asked on a level; null where it says nothing of the kind.</summary>
    public static GrowthCriteria? Of(LeakKind kind, AnalysisOptions options, int level) => level == 0 && kind != LeakKind.Assemblies ? null : new GrowthCriteria
    {
        Bins = level > 0 ? GrowthCriteria.BinsOfCoarseLevel : Math.Min(Math.Max(GrowthCriteria.BinsOfCoarseLevel, options.MinimumSummaries), LookAxis.Bins),
        Bytes = LeastThings,
        PartOfLevel = kind == LeakKind.Handles ? PartOfHandles : PartOfLevel,
        BytesPerHour = LeastPerHour,
        OutlivesFullCollection = true,
        FollowsWork = kind != LeakKind.Assemblies,
    };
}
