namespace Fleet.Analysis.Trends;

/// <summary>Judges memory beside the heap, which grows like any series, and jumps besides.</summary>
internal static class NativeJudge
{
    /// <summary>
    /// What the window proves, with the rate between jumps that are no growth. Such a jump hides growth that was proven before from the
    /// tests, and so they are done without it; what was not must prove itself with all there is. Where nothing grows between the jumps,
    /// they are what grows.
    /// </summary>
    /// <param name="window">The series.</param>
    /// <param name="criteria">How much growth is asked for.</param>
    /// <param name="suspect">True when the series was found growing before.</param>
    /// <param name="shifts">The jumps.</param>
    /// <param name="axis">The looks.</param>
    /// <param name="level">Of the window.</param>
    public static Finding? Judge(in TrendWindow window, GrowthCriteria criteria, bool suspect, LevelShifts shifts, LookAxis axis, int level)
    {
        var found = TrendJudge.Judge(window, criteria, suspect);
        if (found is null && !suspect)
            return null;

        Span<double> floors = stackalloc double[window.Floors.Length];
        window.Floors.CopyTo(floors);
        if (!shifts.RaiseWhatIsNoGrowth(axis, level, floors))
            return found;

        var rest = TrendJudge.Judge(window with { Floors = floors }, criteria, suspect: true);
        return found is null || rest is null ? found ?? rest : found with { BytesPerHour = rest.BytesPerHour };
    }
}
