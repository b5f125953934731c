using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Measures how private bytes grow: what types show is never all of a leak, but all of it is in here. Measured over the longest window
/// within the time of growth; jumps that are no growth count for the level, and not for the rate.
/// </summary>
internal sealed class PrivateTrend(TrendState state)
{
    private const int LeastBins = 8;
    private const int RecentLooks = 5;
    private const double Tolerance = 1.25;

    /// <summary>The growth; null while too little was seen.</summary>
    /// <param name="hours">For how long the instance is known to leak.</param>
    public PrivateGrowth? Over(double hours)
    {
        var axis = state.Axis;
        if (axis.Length(0) < LeastBins)
            return null;

        var level = 0;
        while (level + 1 < LookAxis.Levels && axis.Length(level + 1) >= LeastBins && Span(axis, level + 1) <= Tolerance * hours)
            level++;

        var n = axis.Length(level);
        Span<double> times = stackalloc double[n];
        Span<double> bytes = stackalloc double[n];
        Span<double> residuals = stackalloc double[n];
        Copy(axis, level, bytes);
        for (var i = 0; i < n; i++)
            times[i] = Hours(axis[level, i].Start + ((axis[level, i].End - axis[level, i].Start) / 2) - axis[level, 0].Start);
        var rate = Fit(times, bytes, residuals);
        var half = n / 2;
        var around = residuals[half..];
        // What began or changed in mid-window goes on as it went last.
        Span<double> ofLate = stackalloc double[n - half];
        if (half >= LeastBins && Fit(times[half..], bytes[half..], ofLate) is var late && (late.Low > rate.High || late.High < rate.Low))
        {
            rate = late;
            around = ofLate;
        }

        var now = Hours(axis[0, axis.Length(0) - 1].End - axis[level, 0].Start);
        var line = Robust.Median(around) + (rate.Estimate * now) + Lag(axis, level, rate.Estimate, Robust.Sigma(around));
        return new PrivateGrowth(rate, (line + Recent(axis, rate.Estimate)) / 2);
    }

    // What grows clearly has its floor at the start of a bin, not in the middle.
    private static double Lag(LookAxis axis, int level, double perHour, double noise)
    {
        var newest = axis[level, axis.Length(level) - 1];
        var ofBin = perHour * Hours(newest.End - newest.Start);
        return ofBin > noise ? ofBin / 2 : 0;
    }

    private static Interval Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> bytes, Span<double> residuals)
    {
        var slope = TheilSen.Slope(times, bytes);
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = bytes[i] - (slope * times[i]);
        return TheilSen.SlopeWithInterval(times, bytes, Kendall.Inflation(residuals));
    }

    // The last looks, each carried on to the newest.
    private double Recent(LookAxis axis, double perHour)
    {
        Span<double> recent = stackalloc double[axis.Length(0)];
        Copy(axis, 0, recent);
        var now = axis[0, recent.Length - 1].End;
        for (var i = 0; i < recent.Length; i++)
            recent[i] += perHour * Hours(now - axis[0, i].End);
        return Robust.Median(recent[^Math.Min(RecentLooks, recent.Length)..]);
    }

    private void Copy(LookAxis axis, int level, Span<double> bytes)
    {
        state.Process.Private.CopyTo(axis, level, bytes);
        state.Process.Shifts.RaiseWhatIsNoGrowth(axis, level, bytes);
    }

    private static double Span(LookAxis axis, int level) => Hours(axis[level, axis.Length(level) - 1].End - axis[level, 0].Start);

    private static double Hours(long ticks) => ticks / (double)TimeSpan.TicksPerHour;
}
