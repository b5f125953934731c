namespace Fleet.LeakLab.Baselines;

/// <summary>
/// A straight line by least squares; a leak where it rises and fits well. The bound on R² is Precog's (Jindal et al., "Online Memory Leak
/// Detection in the Cloud-based Infrastructures", AIOPS 2020).
/// </summary>
internal sealed class LinearFit : TrendBaseline
{
    private const double LeastR2 = 0.88;
    private const double LeastGrowth = 0.1;

    public override string Name => "linear fit with R²";

    protected override BaselineGrowth? Grows(ReadOnlySpan<double> hours, ReadOnlySpan<double> bytes)
    {
        var n = hours.Length;
        double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
        for (var i = 0; i < n; i++)
        {
            x += hours[i] / n;
            y += bytes[i] / n;
        }

        for (var i = 0; i < n; i++)
        {
            xx += (hours[i] - x) * (hours[i] - x);
            xy += (hours[i] - x) * (bytes[i] - y);
            yy += (bytes[i] - y) * (bytes[i] - y);
        }

        if (xx <= 0 || yy <= 0)
            return null;
        var slope = xy / xx;
        var r2 = xy * xy / (xx * yy);
        var span = hours[^1] - hours[0];
        if (slope < BaselineGrowth.Least || r2 < LeastR2 || slope * span < LeastGrowth * y)
            return null;
        var error = 1.96 * Math.Sqrt(yy * (1 - r2) / (n - 2) / xx);
        return new BaselineGrowth(slope, slope - error, slope + error);
    }
}
