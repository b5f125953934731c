namespace Fleet.Analysis.Statistics;

/// <summary>Measures of a sample that wild values don't move.</summary>
internal static class Robust
{
    /// <summary>Consistent with a normal distribution, 1.4826 median absolute deviations are one standard deviation.</summary>
    private const double DeviationsToSigma = 1.4826;

    /// <summary>The lowest value; ∞ of none.</summary>
    public static double Lowest(ReadOnlySpan<double> values)
    {
        var lowest = double.PositiveInfinity;
        foreach (var value in values)
            lowest = Math.Min(lowest, value);
        return lowest;
    }

    /// <summary>The median; 0 of none.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        Span<double> copy = stackalloc double[values.Length];
        values.CopyTo(copy);
        return Selection.Median(copy);
    }

    /// <summary>Standard deviation, by the median absolute deviation.</summary>
    public static double Sigma(ReadOnlySpan<double> values)
    {
        var middle = Median(values);
        Span<double> deviations = stackalloc double[values.Length];
        for (var i = 0; i < values.Length; i++)
            deviations[i] = Math.Abs(values[i] - middle);
        return DeviationsToSigma * Selection.Median(deviations);
    }

    /// <summary>The median step from one value to the next, its sign left out; 0 of fewer than two.</summary>
    public static double Step(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
            return 0;

        Span<double> steps = stackalloc double[values.Length - 1];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = Math.Abs(values[i + 1] - values[i]);
        return Selection.Median(steps);
    }
}
