namespace Fleet.LeakLab.Scoring;

/// <summary>Intervals of proportions and of rates.</summary>
internal static class Wilson
{
    private const double Z = 1.96;

    /// <summary>95 % interval of a proportion (Wilson, 1927); 0 to 1 when there is nothing to go by.</summary>
    public static (double Low, double High) Interval(Ratio ratio)
    {
        if (ratio.All == 0)
            return (0, 1);
        var n = (double)ratio.All;
        var p = ratio.Hits / n;
        var center = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }

    /// <summary>95 % interval of the mean of a Poisson count (Byar's approximation, Breslow and Day 1987).</summary>
    public static (double Low, double High) Poisson(int count)
    {
        var low = count == 0 ? 0 : count * Math.Pow(1 - (1 / (9.0 * count)) - (Z / (3 * Math.Sqrt(count))), 3);
        var next = count + 1.0;
        return (low, next * Math.Pow(1 - (1 / (9 * next)) + (Z / (3 * Math.Sqrt(next))), 3));
    }
}
