using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Statistics;

/// <summary>
/// The median of the slopes of all pairs of points: a line that a third of wild points can't bend. The slopes are on the stack: meant for
/// windows of some <see cref="LookAxis.Bins"/> points.
/// </summary>
internal static class TheilSen
{
    private const double TwoSided95 = 1.96;

    /// <summary>The slope; 0 for fewer than two moments.</summary>
    public static double Slope(ReadOnlySpan<double> times, ReadOnlySpan<double> values)
    {
        Span<double> slopes = stackalloc double[times.Length * (times.Length - 1) / 2];
        return Selection.Median(Slopes(times, values, slopes));
    }

    /// <summary>The slope with its 95 % interval from the variance of Kendall's score (Sen, JASA 63, 1968).</summary>
    /// <param name="times">Ascending.</param>
    /// <param name="values">One for each time.</param>
    /// <param name="inflation">What autocorrelation does to that variance; at least 1.</param>
    public static Interval SlopeWithInterval(ReadOnlySpan<double> times, ReadOnlySpan<double> values, double inflation)
    {
        Span<double> buffer = stackalloc double[times.Length * (times.Length - 1) / 2];
        var slopes = Slopes(times, values, buffer);
        if (slopes.IsEmpty)
            return default;

        slopes.Sort();

        var reach = TwoSided95 * Math.Sqrt(Kendall.Variance(times.Length) * inflation);
        var low = (int)Math.Floor((slopes.Length - reach) / 2);
        var high = (int)Math.Ceiling((slopes.Length + reach) / 2);
        return new Interval(Middle(slopes), slopes[Math.Max(0, low)], slopes[Math.Min(slopes.Length - 1, high)]);
    }

    /// <summary>The middle of values that are sorted; 0 when there is none.</summary>
    public static double Middle(ReadOnlySpan<double> sorted) =>
        sorted.IsEmpty ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static Span<double> Slopes(ReadOnlySpan<double> times, ReadOnlySpan<double> values, Span<double> slopes)
    {
        var count = 0;
        for (var i = 1; i < times.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (times[i] > times[j])
                    slopes[count++] = (values[i] - values[j]) / (times[i] - times[j]);
            }
        }

        return slopes[..count];
    }
}
