using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Tells growth that goes on from growth that slows down to stop. The late part of a window is compared with the whole; how late it may
/// be depends on the noise, since a few noisy points have any slope.
/// </summary>
internal static class GoesOn
{
    private const double LatePart = 0.6;
    private const double NoisyLatePart = 0.4;
    private const double WellKnown = 0.2;
    private const int LeastPoints = 4;

    /// <summary>True when the late part grows about as fast as the whole.</summary>
    /// <param name="hours">Ascending.</param>
    /// <param name="floors">In bytes.</param>
    /// <param name="slope">Of the whole, in bytes per hour.</param>
    /// <param name="noise">Standard deviation about the line, in bytes.</param>
    public static bool Is(ReadOnlySpan<double> hours, ReadOnlySpan<double> floors, double slope, double noise)
    {
        var third = Math.Min(floors.Length, Math.Max(LeastPoints, floors.Length / 3));
        if (ErrorOfSlope(hours[^third..], noise) <= WellKnown * slope)
            return LateSlope(hours, floors, third) >= LatePart * slope;

        var half = Math.Max(third, floors.Length / 2);
        var part = ErrorOfSlope(hours[^half..], noise) <= WellKnown * slope ? LatePart : NoisyLatePart;
        return LateSlope(hours, floors, half) >= part * slope;
    }

    private static double LateSlope(ReadOnlySpan<double> hours, ReadOnlySpan<double> floors, int points) =>
        TheilSen.Slope(hours[^points..], floors[^points..]);

    private static double ErrorOfSlope(ReadOnlySpan<double> hours, double noise)
    {
        // Points at equal distances: variance of the times is (span² (n+1)) / (12 (n-1)).
        var span = hours[^1] - hours[0];
        var n = hours.Length;
        return span <= 0 ? double.PositiveInfinity : noise / (span * Math.Sqrt(n * (n + 1.0) / (12 * (n - 1.0))));
    }
}
