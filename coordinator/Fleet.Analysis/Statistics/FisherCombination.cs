namespace Fleet.Analysis.Statistics;

/// <summary>Fisher's way to take several independent tests of one thing for one (Statistical Methods for Research Workers, 1932).</summary>
internal static class FisherCombination
{
    /// <summary>Probability that so many tests give, by chance, p-values whose product is as small.</summary>
    /// <param name="sumOfLogs">Sum of -ln p, at least 0; a test that says nothing adds 0.</param>
    /// <param name="tests">How many; at least 1.</param>
    public static double UpperTail(double sumOfLogs, int tests)
    {
        // Chi-squared with 2k degrees of freedom: the tail of a Poisson distribution. In logs, since the first terms are too small for numbers.
        var (term, sum) = (-sumOfLogs, Math.Exp(-sumOfLogs));
        for (var i = 1; i < tests && sumOfLogs > 0; i++)
        {
            term += Math.Log(sumOfLogs / i);
            sum += Math.Exp(term);
        }

        return Math.Min(1, sum);
    }
}
