using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>Sees at every look whether what was found growing has stopped, long before the windows that showed it have moved on.</summary>
internal sealed class GrowthEnd(LookAxis axis)
{
    private const double NoiseFactor = 4;
    private const double MostDent = 2;
    private const double AboutAll = 0.8;
    private const int DaysOfQuiet = 2;

    private readonly double[] _hours = new double[LookAxis.Bins];
    private readonly double[] _floors = new double[LookAxis.Bins];

    /// <summary>Takes back the findings of a series whose growth has ended.</summary>
    public void Look(Series series)
    {
        if (!series.HasFinding)
            return;

        var slope = series.Best!.BytesPerHour.Estimate;
        var gained = slope * series.HoursOfGrowth;
        if (HasEnded(series, slope, gained))
        {
            series.Record.End(gained);
            series.ClearFindings();
        }
    }

    private bool HasEnded(Series series, double slope, double gained)
    {
        ref var record = ref series.Record;
        var quiet = record.IsQuiet(axis.Looks);
        var away = record.WentAway(gained);
        if (!quiet && !away)
            return false;

        // What days show, days must take back, unless about all of it is gone: what swings with them swings the further, the more there is.
        if (series.FindingAt(LookAxis.Days) is not null
            && record.IsAbove(FirstDay(series) + ((1 - AboutAll) * gained))
            && record.Quiet(axis.Looks) <= DaysOfQuiet * axis.LooksOfBin(LookAxis.Days))
        {
            return false;
        }

        // Noise makes pauses and dents, too, and so does what comes and goes more slowly: a dent like one before tells nothing, nor does a
        // pause that such a dent explains, unless it is twice as large, or as long, as the growth was.
        var usual = Math.Max(NoiseFactor * Noise(series, out var hoursOfLook), Math.Min(series.PastAt(0).Drawdown, MostDent * gained));
        return (quiet && slope * record.Quiet(axis.Looks) * hoursOfLook > usual)
            || (away && record.HasLost(usual));
    }

    private double FirstDay(Series series)
    {
        var floors = _floors.AsSpan(0, axis.Length(LookAxis.Days));
        series.CopyTo(axis, LookAxis.Days, floors);
        return floors[0];
    }

    private double Noise(Series series, out double hoursOfLook)
    {
        var length = axis.Length(0);
        var hours = _hours.AsSpan(0, length);
        var floors = _floors.AsSpan(0, length);
        series.CopyTo(axis, 0, floors);
        for (var i = 0; i < length; i++)
            hours[i] = (axis[0, i].Start - axis[0, 0].Start) / (double)TimeSpan.TicksPerHour;
        hoursOfLook = length > 1 ? hours[^1] / (length - 1) : 0;
        var slope = TheilSen.Slope(hours, floors);
        for (var i = 0; i < length; i++)
            floors[i] -= slope * hours[i];
        return Robust.Sigma(floors);
    }
}
