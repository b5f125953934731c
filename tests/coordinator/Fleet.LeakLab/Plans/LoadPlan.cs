namespace Fleet.LeakLab.Plans;

/// <summary>The work that a fleet does, about 1 on average.</summary>
internal sealed class LoadPlan
{
    /// <summary>Height of the daily wave, 0 to 0.9.</summary>
    public double Daily { get; set; } = 0.2;

    /// <summary>Hour of the day (UTC) of the most work.</summary>
    public double PeakHour { get; set; } = 14;

    /// <summary>Work on Saturday and Sunday, as a part of the other days'.</summary>
    public double Weekend { get; set; } = 0.9;

    /// <summary>Standard deviation of the noise on a process's work.</summary>
    public double Noise { get; set; } = 0.08;

    /// <summary>More work for a while, in hours since the fleet's start.</summary>
    public List<(double From, double Until, double Factor)> Surges { get; } = [];

    /// <summary>Work at a moment, without a process's own noise.</summary>
    /// <param name="start">The fleet's start, UTC.</param>
    /// <param name="hours">Hours since then.</param>
    public double At(DateTime start, double hours)
    {
        var at = start.AddHours(hours);
        var load = 1 + (Daily * Math.Cos(2 * Math.PI * (at.TimeOfDay.TotalHours - PeakHour) / 24));
        if (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            load *= Weekend;
        foreach (var (from, until, factor) in Surges)
        {
            if (hours >= from && hours < until)
                load *= factor;
        }

        return Math.Max(0.02, load);
    }
}
