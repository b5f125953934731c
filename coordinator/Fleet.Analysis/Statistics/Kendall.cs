namespace Fleet.Analysis.Statistics;

/// <summary>The Mann-Kendall test for an upward trend.</summary>
internal static class Kendall
{
    private const int MostPointsExact = 24;
    private const double SignificantAutocorrelation = 1.645;

    // Row n: probability of at most k inversions in a random order of n points.
    private static readonly double[][] s_inversions = Inversions();

    /// <summary>Concordant less discordant pairs of values in time order.</summary>
    public static int Score(ReadOnlySpan<double> values)
    {
        var score = 0;
        for (var i = 1; i < values.Length; i++)
        {
            for (var j = 0; j < i; j++)
                score += values[i] > values[j] ? 1 : values[i] < values[j] ? -1 : 0;
        }

        return score;
    }

    /// <summary>Variance of the score of <paramref name="n"/> independent values without ties; ties would only make it smaller.</summary>
    public static double Variance(int n) => n * (n - 1.0) * ((2 * n) + 5) / 18;

    /// <summary>
    /// Probability of such a score or a higher one without a trend. Exact for few points; <paramref name="inflation"/> is what
    /// autocorrelation does to the variance (<see cref="Inflation"/>).
    /// </summary>
    public static double UpperTail(int score, int n, double inflation)
    {
        if (score <= 0)
            return score == 0 ? 1 : Math.Max(0.5, 1 - UpperTail(-score, n, inflation));

        double z;
        if (n <= MostPointsExact)
        {
            // Rounded up: with ties there may be half an inversion.
            var inversions = ((n * (n - 1) / 2) - score + 1) / 2;
            z = Normal.UpperQuantile(s_inversions[n][inversions]);
        }
        else
        {
            z = (score - 1) / Math.Sqrt(Variance(n));
        }

        return Normal.UpperTail(z / Math.Sqrt(Math.Max(1, inflation)));
    }

    /// <summary>
    /// How much larger the variance of the score is because neighbouring residuals resemble each other; at least 1
    /// (Hamed and Rao, Journal of Hydrology 204, 1998: ranks of the detrended series, significant lags only).
    /// </summary>
    public static double Inflation(ReadOnlySpan<double> residuals)
    {
        var n = residuals.Length;
        if (n < 6)
            return 1;

        Span<double> ranks = stackalloc double[n];
        Rank(residuals, ranks);
        var mean = (n + 1) / 2.0;
        var variance = 0.0;
        foreach (var rank in ranks)
            variance += (rank - mean) * (rank - mean);
        if (variance <= 0)
            return 1;

        var sum = 0.0;
        var significant = SignificantAutocorrelation / Math.Sqrt(n);
        for (var lag = 1; lag <= n / 3; lag++)
        {
            var covariance = 0.0;
            for (var i = lag; i < n; i++)
                covariance += (ranks[i] - mean) * (ranks[i - lag] - mean);
            var autocorrelation = covariance / variance;
            if (autocorrelation > significant)
                sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * autocorrelation;
        }

        return 1 + (2 * sum / (n * (n - 1.0) * (n - 2.0)));
    }

    private static void Rank(ReadOnlySpan<double> values, Span<double> ranks)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var rank = 1.0;
            for (var j = 0; j < values.Length; j++)
                rank += values[j] < values[i] ? 1 : j != i && values[j].Equals(values[i]) ? 0.5 : 0;
            ranks[i] = rank;
        }
    }

    private static double[][] Inversions()
    {
        var cumulative = new double[MostPointsExact + 1][];
        double[] density = [1];
        cumulative[0] = cumulative[1] = [1];
        for (var n = 2; n <= MostPointsExact; n++)
        {
            var next = new double[(n * (n - 1) / 2) + 1];
            for (var k = 0; k < density.Length; k++)
            {
                for (var shift = 0; shift < n; shift++)
                    next[k + shift] += density[k] / n;
            }

            density = next;
            var sum = 0.0;
            cumulative[n] = [.. next.Select(p => sum += p)];
        }

        return cumulative;
    }
}
