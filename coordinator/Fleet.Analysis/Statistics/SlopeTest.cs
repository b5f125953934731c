namespace Fleet.Analysis.Statistics;

/// <summary>
/// Student's test of a slope against noise that resembles its own past. Ranks tell whether values rise in order; this tells whether they rise
/// further than slow noise of that size would carry them.
/// </summary>
internal static class SlopeTest
{
    private const double MostAutocorrelation = 0.95;

    /// <summary>Probability of such a slope or a higher one without a trend.</summary>
    /// <param name="hours">Ascending.</param>
    /// <param name="residuals">What the line leaves of the values.</param>
    /// <param name="slope">Of the line.</param>
    public static double UpperTail(ReadOnlySpan<double> hours, ReadOnlySpan<double> residuals, double slope)
    {
        var n = residuals.Length;
        if (n < 4)
            return 1;

        var mean = Mean(residuals);
        var centre = Mean(hours);
        double squares = 0, neighbours = 0, spread = 0;
        for (var i = 0; i < n; i++)
        {
            squares += (residuals[i] - mean) * (residuals[i] - mean);
            spread += (hours[i] - centre) * (hours[i] - centre);
            if (i > 0)
                neighbours += (residuals[i] - mean) * (residuals[i - 1] - mean);
        }

        if (squares <= 0 || spread <= 0)
            return squares <= 0 && slope > 0 && spread > 0 ? 0 : 1;

        // Taking the line out makes neighbours less alike than they are (Marriott and Pope, Biometrika 41, 1954, for two parameters).
        var measured = neighbours / squares;
        var autocorrelation = Math.Clamp(measured + ((2 + (4 * measured)) / n), 0, MostAutocorrelation);
        var inflation = (1 + autocorrelation) / (1 - autocorrelation);
        var freedom = n - 2.0;
        var t = slope / Math.Sqrt(squares / freedom / spread * inflation);

        // Wallace's normal approximation of Student's distribution (Annals of Mathematical Statistics 30, 1959).
        var z = Math.Sign(t) * ((8 * freedom) + 1) / ((8 * freedom) + 3) * Math.Sqrt(freedom * Math.Log(1 + (t * t / freedom)));
        return Normal.UpperTail(z);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
