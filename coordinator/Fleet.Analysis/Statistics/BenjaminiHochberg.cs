namespace Fleet.Analysis.Statistics;

/// <summary>Control of the false discovery rate over many tests (Benjamini and Hochberg, 1995).</summary>
internal static class BenjaminiHochberg
{
    /// <summary>The largest p-value that counts as a discovery; below 0 when none does.</summary>
    /// <param name="pValues">Of the tests that may be discoveries; sorted in place.</param>
    /// <param name="tests">All tests, those without a p-value of note included.</param>
    /// <param name="rate">Tolerated part of false discoveries.</param>
    public static double Threshold(Span<double> pValues, int tests, double rate)
    {
        pValues.Sort();
        for (var i = pValues.Length - 1; i >= 0; i--)
        {
            if (pValues[i] <= rate * (i + 1) / Math.Max(1, tests))
                return pValues[i];
        }

        return -1;
    }
}
