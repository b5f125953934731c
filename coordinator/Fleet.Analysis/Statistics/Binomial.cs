namespace Fleet.Analysis.Statistics;

/// <summary>The binomial distribution.</summary>
internal static class Binomial
{
    /// <summary>Probability of at least <paramref name="hits"/> in <paramref name="tries"/>, each with <paramref name="probability"/> in (0, 1).</summary>
    public static double UpperTail(int hits, int tries, double probability)
    {
        if (hits <= 0)
            return 1;

        var (logYes, logNo) = (Math.Log(probability), Math.Log(1 - probability));
        var sum = 0.0;
        for (var k = hits; k <= tries; k++)
            sum += Math.Exp(FisherExact.LogChoose(tries, k) + (k * logYes) + ((tries - k) * logNo));
        return Math.Min(1, sum);
    }
}
