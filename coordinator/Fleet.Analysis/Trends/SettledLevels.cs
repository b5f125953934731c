namespace Fleet.Analysis.Trends;

/// <summary>Finds what an instance's types take when they are warm.</summary>
internal static class SettledLevels
{
    private const int MostLevels = 60;
    private const int LeastLooks = 12;
    private const double QuietPart = 0.3;
    private const long LeastBytes = 32 * 1024;

    /// <summary>The levels of the largest types that have settled, largest first.</summary>
    public static IReadOnlyList<SettledLevel> Of(TrendState state)
    {
        var looks = state.Axis.Looks;
        if (looks < LeastLooks)
            return [];

        var quiet = QuietPart * looks;
        var levels = new List<SettledLevel>();
        foreach (var type in state.Types.All)
        {
            ref var record = ref type.Floors.Record;
            if (record.Highest >= LeastBytes && (record.Quiet(looks) >= quiet || record.IsSettling(state.Axis)) && !type.Floors.HasFinding)
                levels.Add(new SettledLevel(type.Hash, record.Highest));
        }

        levels.Sort(static (a, b) => b.Bytes != a.Bytes ? b.Bytes.CompareTo(a.Bytes) : a.Type.CompareTo(b.Type));
        if (levels.Count > MostLevels)
            levels.RemoveRange(MostLevels, levels.Count - MostLevels);
        return levels;
    }
}
