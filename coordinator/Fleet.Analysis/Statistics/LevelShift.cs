namespace Fleet.Analysis.Statistics;

/// <summary>
/// Tells one jump between two points, with the same slope before and after it, from noise and from growth that begins: the intervention
/// that Box and Tiao (JASA 70, 1975) call a step. Slope and noise are medians over the differences from point to point, which a jump
/// changes one of. On the stack: meant for windows of some 20 points.
/// </summary>
internal static class LevelShift
{
    /// <summary>Points after a jump that must hold it: a peak of one point is no level.</summary>
    public const int Held = 2;

    private const int LeastBefore = 4;
    private const int MostBefore = 8;
    private const double NoiseFactor = 5;
    private const double StillFactor = 2.5;
    private const double StillPart = 0.25;
    private const double GrowthFactor = 3;

    /// <summary>How far the last <see cref="Held"/> points lie above where the ones before them lead; 0 when it was no jump.</summary>
    /// <param name="times">Ascending.</param>
    /// <param name="values">One for each time.</param>
    public static double Size(ReadOnlySpan<double> times, ReadOnlySpan<double> values)
    {
        var at = values.Length - Held;
        if (at < LeastBefore)
            return 0;

        Span<double> steps = stackalloc double[values.Length - 1];
        var slope = MedianSlope(times, values, steps);
        Span<double> level = stackalloc double[values.Length];
        for (var i = 0; i < level.Length; i++)
            level[i] = values[i] - (slope * times[i]);
        for (var i = 0; i < steps.Length; i++)
            steps[i] = level[i + 1] - level[i];
        var noise = Robust.Sigma(steps);

        var after = level[at..];
        var rise = Robust.Lowest(after) - Highest(level[(at - LeastBefore)..at]);
        var size = Robust.Median(after) - Robust.Median(level[Math.Max(0, at - MostBefore)..at]);
        // Growth that begins goes on, a jump does not; and where growth comes in lumps, two of them in one look are none.
        var isOver = Math.Abs(level[^1] - level[at]) <= Math.Max(StillFactor * noise, StillPart * rise);
        return rise > NoiseFactor * noise && rise > GrowthFactor * Math.Abs(slope) * (times[at] - times[at - 1]) && isOver ? size : 0;
    }

    private static double MedianSlope(ReadOnlySpan<double> times, ReadOnlySpan<double> values, Span<double> slopes)
    {
        var count = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (times[i] > times[i - 1])
                slopes[count++] = (values[i] - values[i - 1]) / (times[i] - times[i - 1]);
        }

        return Selection.Median(slopes[..count]);
    }

    private static double Highest(ReadOnlySpan<double> values)
    {
        var highest = double.NegativeInfinity;
        foreach (var value in values)
            highest = Math.Max(highest, value);
        return highest;
    }
}
