using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Tells growth that goes on from all that merely looks like it: noise, garbage that waits for a collection, load that comes and goes,
/// caches that fill. Everything is measured in the window's own terms, so that it works in seconds as in days.
/// </summary>
internal static class TrendJudge
{
    private const double NoiseFactor = 3;
    private const double NoiseFactorOnceSuspect = 1.5;
    private const double EarlyPart = 0.2;
    private const double PastPart = 0.5;
    private const double OutlivingPart = 0.4;
    private const double PValueOnceSuspect = 0.05;
    // Work and what comes with it don't rise at quite the same moments.
    private const double LeastUnexplained = 0.2;

    /// <summary>What the window proves; null when it does not prove growth that goes on.</summary>
    /// <param name="window">The series.</param>
    /// <param name="criteria">How much growth is asked for.</param>
    /// <param name="suspect">True when the series was found growing before: doubts then count for it, not against it.</param>
    public static Finding? Judge(in TrendWindow window, GrowthCriteria criteria, bool suspect)
    {
        var floors = window.Floors;
        if (floors.Length < criteria.Bins || !MayGrow(floors, criteria.Bytes, window, suspect))
            return null;

        var finding = Prove(window, floors, criteria, suspect);
        Span<double> scaled = stackalloc double[floors.Length];
        if (finding is not null && !window.Elements.IsEmpty)
        {
            // More elements need more memory. What grows must grow for each element as well.
            for (var i = 0; i < scaled.Length; i++)
                scaled[i] = floors[i] * Math.Max(1, window.Elements[0]) / Math.Max(1, window.Elements[i]);
            finding = ProveBesides(finding, window, scaled, criteria, suspect);
        }

        if (finding is not null && !suspect && criteria.FollowsWork && window.Work.Rises)
        {
            window.Work.TakeOut(window.Hours, floors, scaled);
            finding = ProveBesides(finding, window, scaled, criteria, suspect, LeastUnexplained * finding.BytesPerHour.Estimate);
        }

        return finding;
    }

    /// <summary>True when the window rose by more than its noise and then stayed where it was.</summary>
    public static bool IsPlateau(in TrendWindow window, GrowthCriteria criteria)
    {
        var floors = window.Floors;
        if (floors.Length < criteria.Bins)
            return false;

        var third = Math.Max(2, floors.Length / 3);
        var early = Robust.Median(floors[..third]);
        var late = Robust.Median(floors[^third..]);
        return late - early > Math.Max(Math.Max(criteria.Bytes, criteria.PartOfLevel * late), NoiseFactor * Robust.Step(floors));
    }

    private static bool MayGrow(ReadOnlySpan<double> floors, double leastBytes, in TrendWindow window, bool suspect)
    {
        // What is held at a moment is at most what is held at any later one, so the lowest later floor is what was never given back.
        var lowest = Robust.Lowest(floors);
        var end = Math.Min(floors[^1], floors[^2]);
        var growth = end - lowest;
        if (growth < leastBytes)
            return false;
        if (suspect)
            return true;

        // A level that was reached before and given back is load, with more elements by now a higher one, and so is a rise all of which is new.
        return end > window.Ceiling
            && end > window.ElementGrowth * (window.Past.Highest + (PastPart * window.Past.Drawdown))
            && Robust.Lowest(floors[(floors.Length / 2)..]) - lowest >= EarlyPart * growth;
    }

    // What is scaled to what would explain it must prove itself as well.
    private static Finding? ProveBesides(Finding finding, in TrendWindow window, ReadOnlySpan<double> scaled, GrowthCriteria criteria, bool suspect, double leastPerHour = 0) =>
        scaled[^1] - Robust.Lowest(scaled) >= criteria.Bytes
        && Prove(window, scaled, criteria, suspect) is { } other
        && other.BytesPerHour.Estimate >= leastPerHour
            ? finding with { PValue = Math.Max(finding.PValue, other.PValue) }
            : null;

    private static Finding? Prove(in TrendWindow window, ReadOnlySpan<double> floors, GrowthCriteria criteria, bool suspect)
    {
        var hours = window.Hours;
        var slope = TheilSen.Slope(hours, floors);
        var growth = slope * (hours[^1] - hours[0]);
        if (slope < criteria.BytesPerHour || growth < criteria.Bytes || growth < criteria.PartOfLevel * Math.Abs(Robust.Median(floors)))
            return null;

        Span<double> residuals = stackalloc double[floors.Length];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = floors[i] - (slope * hours[i]);
        var noise = Robust.Sigma(residuals);
        if (growth < (suspect ? NoiseFactorOnceSuspect : NoiseFactor) * noise)
            return null;
        if (!suspect && !GoesOn.Is(hours, floors, slope, noise))
            return null;
        if (!suspect && criteria.OutlivesFullCollection && !OutlivesFullCollection(window, floors, slope))
            return null;

        var inflation = Kendall.Inflation(residuals);
        // Few bins in perfect order are as sure as ranks can be: the line must tell.
        var ranks = criteria.BinsAreFew && IsInOrder(floors) ? 0 : Kendall.UpperTail(Kendall.Score(floors), floors.Length, inflation);
        var pValue = Math.Max(ranks, SlopeTest.UpperTail(hours, residuals, slope));
        if (suspect && pValue > PValueOnceSuspect)
            return null;
        return new Finding(TheilSen.SlopeWithInterval(hours, floors, inflation), pValue, hours[^1] - hours[0], Established: false);
    }

    private static bool IsInOrder(ReadOnlySpan<double> floors)
    {
        for (var i = 1; i < floors.Length; i++)
        {
            if (floors[i] <= floors[i - 1])
                return false;
        }

        return true;
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
            && floors[last] - Robust.Lowest(floors[..Math.Min(3, last)]) >= OutlivingPart * slope * span;
    }
}
