namespace Fleet.LeakLab.Baselines;

/// <summary>
/// The Mann-Kendall test for a rise, with the slope of Theil and Sen, that must exceed 1.5 × 1.4826 × the median absolute deviation over the
/// window, as FBDetect has it (Meta, SOSP 2024). No correction for autocorrelation, as usual.
/// </summary>
internal sealed class MannKendall : TrendBaseline
{
    private const int Points = 48;
    private const double Deviations = 1.5 * 1.4826;
    private const double Significant = 2.326;

    public override string Name => "Mann-Kendall with Theil-Sen";

    protected override BaselineGrowth? Grows(ReadOnlySpan<double> hours, ReadOnlySpan<double> bytes)
    {
        var n = Math.Min(Points, hours.Length);
        Span<double> x = stackalloc double[n];
        Span<double> y = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            var at = (int)((long)i * (hours.Length - 1) / (n - 1));
            (x[i], y[i]) = (hours[at], bytes[at]);
        }

        // What has hardly moved at all is not worth the sorting.
        var (least, most) = (double.MaxValue, double.MinValue);
        foreach (var value in y)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        if (most - least < BaselineGrowth.Least * (x[^1] - x[0]) / 2)
            return null;

        var score = 0;
        for (var i = 1; i < n; i++)
        {
            for (var j = 0; j < i; j++)
                score += Math.Sign(y[i] - y[j]);
        }

        if ((score - 1) / Math.Sqrt(n * (n - 1.0) * ((2 * n) + 5) / 18) < Significant)
            return null;

        var slopes = new double[n * (n - 1) / 2];
        var k = 0;
        for (var i = 1; i < n; i++)
        {
            for (var j = 0; j < i; j++)
                slopes[k++] = (y[i] - y[j]) / Math.Max(1e-9, x[i] - x[j]);
        }

        Array.Sort(slopes);
        var slope = slopes[slopes.Length / 2];
        if (slope < BaselineGrowth.Least || slope * (x[^1] - x[0]) < Deviations * Spread(x, y, slope))
            return null;
        // The interval of the slope by ranks (Sen, 1968).
        var half = (int)(1.96 * Math.Sqrt(n * (n - 1.0) * ((2 * n) + 5) / 18) / 2);
        return new BaselineGrowth(slope, slopes[Math.Max(0, (slopes.Length / 2) - half)], slopes[Math.Min(slopes.Length - 1, (slopes.Length / 2) + half)]);
    }

    private static double Spread(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double slope)
    {
        var residuals = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            residuals[i] = y[i] - (slope * x[i]);
        Array.Sort(residuals);
        var median = residuals[residuals.Length / 2];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = Math.Abs(residuals[i] - median);
        Array.Sort(residuals);
        return residuals[residuals.Length / 2];
    }
}
