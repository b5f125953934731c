using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Tells growth that goes on from all that merely looks like it: noise, garbage that waits for a collection, load that comes and goes,
/// caches that fill. Everything is measured in the window's own terms, so that it works in seconds as in days.
/// </summary>
internal static class TrendJudge
{
    /// <summary>Consistent with a normal distribution, 1.4826 median absolute deviations are one standard deviation.</summary>
    private const double DeviationsToSigma = 1.4826;
    private const double NoiseFactor = 3;
    private const double EarlyPart = 0.2;
    private const double LatePart = 0.6;
    private const double LatePartOnceSuspect = 0.2;
    private const double PastPart = 0.5;
    private const double OutlivingPart = 0.4;
    private const double PValueOnceSuspect = 0.01;
    private const double ElementsChange = 1.02;

    /// <summary>What the window proves; null when it does not prove growth that goes on.</summary>
    /// <param name="window">The series.</param>
    /// <param name="criteria">How much growth is asked for.</param>
    /// <param name="suspect">True when the series was found growing before: doubts then count for it, not against it.</param>
    public static Finding? Judge(in TrendWindow window, GrowthCriteria criteria, bool suspect)
    {
        var floors = window.Floors;
        if (floors.Length < criteria.Bins || !MayGrow(floors, criteria.Bytes, window.Past, suspect))
            return null;

        var finding = Prove(window, floors, criteria, suspect);
        if (finding is null || !ElementsChanged(window.Elements))
            return finding;

        // More elements need more memory. What grows must grow for each element as well.
        Span<double> scaled = stackalloc double[floors.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = floors[i] * Math.Max(1, window.Elements[0]) / Math.Max(1, window.Elements[i]);
        if (!MayGrow(scaled, criteria.Bytes, Past.None, suspect) || Prove(window, scaled, criteria, suspect) is not { } perElement)
            return null;
        return finding with { PValue = Math.Max(finding.PValue, perElement.PValue) };
    }

    /// <summary>True when the window rose by more than its noise and then stayed where it was.</summary>
    public static bool IsPlateau(in TrendWindow window, GrowthCriteria criteria)
    {
        var floors = window.Floors;
        if (floors.Length < criteria.Bins)
            return false;

        var third = Math.Max(2, floors.Length / 3);
        var early = Median(floors[..third]);
        var late = Median(floors[^third..]);
        var noise = NoiseOfSteps(floors);
        return late - early > Math.Max(Math.Max(criteria.Bytes, criteria.PartOfLevel * late), NoiseFactor * noise);
    }

    private static bool MayGrow(ReadOnlySpan<double> floors, double leastBytes, Past past, bool suspect)
    {
        // What is held at a moment is at most what is held at any later one, so the lowest later floor is what was never given back.
        var lowest = Lowest(floors);
        var end = Math.Min(floors[^1], floors[^2]);
        var growth = end - lowest;
        if (growth < leastBytes)
            return false;
        if (suspect)
            return true;

        // A level that was reached before and given back is load, and so is a rise all of which is new.
        return end > past.Highest + (PastPart * past.Range) && Lowest(floors[(floors.Length / 2)..]) - lowest >= EarlyPart * growth;
    }

    private static Finding? Prove(in TrendWindow window, ReadOnlySpan<double> floors, GrowthCriteria criteria, bool suspect)
    {
        var hours = window.Hours;
        var slope = TheilSen.Slope(hours, floors);
        var growth = slope * (hours[^1] - hours[0]);
        if (slope < criteria.BytesPerHour || growth < criteria.Bytes || growth < criteria.PartOfLevel * Math.Abs(Median(floors)))
            return null;

        Span<double> residuals = stackalloc double[floors.Length];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = floors[i] - (slope * hours[i]);
        if (growth < NoiseFactor * DeviationsToSigma * MedianAbsoluteDeviation(residuals))
            return null;
        if (!StillGrows(hours, floors, slope, suspect))
            return null;
        if (!suspect && criteria.OutlivesFullCollection && !OutlivesFullCollection(window, floors, slope))
            return null;

        var inflation = Kendall.Inflation(residuals);
        var pValue = Math.Max(
            Kendall.UpperTail(Kendall.Score(floors), floors.Length, inflation),
            SlopeTest.UpperTail(hours, residuals, slope));
        if (suspect && pValue > PValueOnceSuspect)
            return null;
        return new Finding(TheilSen.SlopeWithInterval(hours, floors, inflation), pValue);
    }

    private static bool StillGrows(ReadOnlySpan<double> hours, ReadOnlySpan<double> floors, double slope, bool suspect)
    {
        var late = suspect ? Math.Max(5, floors.Length / 2) : Math.Max(4, floors.Length / 3);
        late = Math.Min(late, floors.Length);
        var part = suspect ? LatePartOnceSuspect : LatePart;
        return TheilSen.Slope(hours[^late..], floors[^late..]) >= part * slope;
    }

    private static bool OutlivesFullCollection(in TrendWindow window, ReadOnlySpan<double> floors, double slope)
    {
        var collections = window.FullCollections;
        if (collections[^1] == LookBin.NotKnown)
            return true;

        var last = floors.Length - 1;
        while (last > 0 && collections[last] == collections[last - 1])
            last--;

        var span = window.Hours[last] - window.Hours[0];
        return last > 0
            && span >= 0.25 * (window.Hours[^1] - window.Hours[0])
            && floors[last] - Lowest(floors[..Math.Min(3, last)]) >= OutlivingPart * slope * span;
    }

    private static bool ElementsChanged(ReadOnlySpan<int> elements) =>
        elements[^1] > 0 && elements[0] > 0 && Math.Max(elements[0], elements[^1]) > ElementsChange * Math.Min(elements[0], elements[^1]);

    private static double Lowest(ReadOnlySpan<double> values)
    {
        var lowest = double.PositiveInfinity;
        foreach (var value in values)
            lowest = Math.Min(lowest, value);
        return lowest;
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        Span<double> sorted = stackalloc double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        return TheilSen.Middle(sorted);
    }

    private static double MedianAbsoluteDeviation(ReadOnlySpan<double> values)
    {
        var middle = Median(values);
        Span<double> deviations = stackalloc double[values.Length];
        for (var i = 0; i < values.Length; i++)
            deviations[i] = Math.Abs(values[i] - middle);
        deviations.Sort();
        return TheilSen.Middle(deviations);
    }

    private static double NoiseOfSteps(ReadOnlySpan<double> values)
    {
        Span<double> steps = stackalloc double[values.Length - 1];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = Math.Abs(values[i + 1] - values[i]);
        steps.Sort();
        return TheilSen.Middle(steps);
    }
}
