namespace Fleet.Analysis.Statistics;

/// <summary>Fisher's exact test on a table of two by two.</summary>
internal static class FisherExact
{
    /// <summary>Probability of at least <paramref name="hits"/> of the marked among those drawn, by chance.</summary>
    /// <param name="hits">Marked among the drawn.</param>
    /// <param name="drawn">How many were drawn.</param>
    /// <param name="marked">Marked in all.</param>
    /// <param name="all">How many there are.</param>
    public static double UpperTail(int hits, int drawn, int marked, int all)
    {
        var sum = 0.0;
        for (var k = hits; k <= Math.Min(drawn, marked); k++)
            sum += Math.Exp(LogChoose(marked, k) + LogChoose(all - marked, drawn - k) - LogChoose(all, drawn));
        return Math.Min(1, sum);
    }

    /// <summary>Natural logarithm of the number of ways to choose; -∞ when there is none.</summary>
    public static double LogChoose(int n, int k) =>
        k < 0 || k > n ? double.NegativeInfinity : LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    private static double LogFactorial(int n)
    {
        if (n < 32)
        {
            var sum = 0.0;
            for (var i = 2; i <= n; i++)
                sum += Math.Log(i);
            return sum;
        }

        // Stirling's series; its error is below 1e-9 from here on.
        return (n * Math.Log(n)) - n + (Math.Log(2 * Math.PI * n) / 2) + (1 / (12.0 * n)) - (1 / (360.0 * n * n * n));
    }
}
