namespace Fleet.Analysis.Statistics;

/// <summary>Order statistics without sorting: Hoare's quickselect (Communications of the ACM 4, 1961, algorithm 65).</summary>
internal static class Selection
{
    /// <summary>The median; 0 of none.</summary>
    /// <param name="values">Numbers, none NaN; left in another order.</param>
    public static double Median(Span<double> values)
    {
        if (values.IsEmpty)
            return 0;

        var lower = (values.Length - 1) / 2;
        Select(values, lower);
        if (values.Length % 2 == 1)
            return values[lower];

        var upper = double.PositiveInfinity;
        foreach (var value in values[(lower + 1)..])
            upper = Math.Min(upper, value);
        return (values[lower] + upper) / 2;
    }

    // Afterwards the value that belongs at the rank is there, with none larger before and none smaller behind it.
    private static void Select(Span<double> values, int rank)
    {
        var (first, last) = (0, values.Length - 1);
        while (first < last)
        {
            var pivot = MiddleOf(values[first], values[first + ((last - first) / 2)], values[last]);
            var (i, j) = (first, last);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
                last = j;
            else if (rank >= i)
                first = i;
            else
                return;
        }
    }

    private static double MiddleOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
