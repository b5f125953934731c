using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// When much of a heap grows at once and in step, it is the load, the elements or a start, not a leak: leaks are of a few types. What grows
/// with the rest is left out; what outgrows it by far stays.
/// </summary>
internal static class CommonMode
{
    private const int LeastRising = 8;
    private const int Edge = 4;
    private const double MuchOfIt = 0.35;
    private const double ByFar = 3;
    private const double NoteworthyRise = 0.01;
    private const double NoiseFactor = 2;

    /// <summary>Removes what grows with the rest.</summary>
    /// <param name="candidates">Candidates; those from <paramref name="first"/> on are of the level.</param>
    /// <param name="first">The first of the level.</param>
    /// <param name="types">All types with a series.</param>
    /// <param name="axis">The looks.</param>
    /// <param name="level">The level.</param>
    public static void Remove(List<GrowthCandidate> candidates, int first, ICollection<TypeSeries> types, LookAxis axis, int level)
    {
        if (candidates.Count == first || types.Count < LeastRising || axis.Length(level) < 2 * Edge)
            return;

        var rises = new List<double>();
        Span<double> floors = stackalloc double[axis.Length(level)];
        foreach (var type in types)
        {
            type.Floors.CopyTo(axis, level, floors);
            if (Rise(floors) is var rise && rise > NoteworthyRise)
                rises.Add(rise);
        }

        if (rises.Count < LeastRising || rises.Count < MuchOfIt * types.Count)
            return;

        rises.Sort();
        var usual = rises[rises.Count / 2];
        for (var i = candidates.Count - 1; i >= first; i--)
        {
            if (candidates[i].RelativeGrowth <= ByFar * usual)
                candidates.RemoveAt(i);
        }
    }

    // From the lower edge of the window to the upper, in parts of the lower; 0 when noise could have done it.
    private static double Rise(ReadOnlySpan<double> floors)
    {
        var (before, after) = (Robust.Median(floors[..Edge]), Robust.Median(floors[^Edge..]));
        return after - before > NoiseFactor * Robust.Step(floors) ? (after - before) / Math.Max(1, Math.Abs(before)) : 0;
    }
}
