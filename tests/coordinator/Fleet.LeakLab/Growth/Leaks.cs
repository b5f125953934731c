namespace Fleet.LeakLab.Growth;

/// <summary>So many entries an hour and element, never removed.</summary>
/// <param name="perHour">Entries per hour and unit of <paramref name="perElement"/>.</param>
/// <param name="roughness">Standard deviation of the rate from one step to the next, as a part of it.</param>
/// <param name="loadPower">0: independent of load; 1: proportional.</param>
/// <param name="perElement">Whether each element adds so many, or the process as a whole.</param>
internal sealed class Steady(double perHour, double roughness = 0.1, double loadPower = 0, bool perElement = true) : IPath
{
    private double _entries;

    public double Advance(in Moment moment)
    {
        var rate = perHour * (perElement ? moment.Elements : moment.Elements > 0 ? 1 : 0) * Math.Pow(moment.Load, loadPower);
        _entries += Math.Max(0, rate * moment.Step * (1 + (roughness * moment.Random.HeavyTailed())));
        return _entries;
    }
}

/// <summary>Many at once, at about equal distances: a job that runs every so often and leaves its result behind.</summary>
internal sealed class Stairs(double perStep, double everyHours, double jitter = 0.15) : IPath
{
    private double _entries;
    private double _next = double.NaN;
    private int _steps;

    public double EvidentAt { get; private set; } = double.PositiveInfinity;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_next))
            _next = moment.Hours + (everyHours * moment.Random.Unit());
        while (moment.Hours >= _next)
        {
            if (moment.Elements > 0)
                _entries += perStep * (0.8 + (0.4 * moment.Random.Unit()));
            _next += everyHours * Math.Max(0.3, 1 + (jitter * moment.Random.Normal()));
            if (++_steps == 3)
                EvidentAt = moment.Hours;
        }

        return _entries;
    }
}

/// <summary>Bursts at random times, of very unequal size: an error path that forgets what it took.</summary>
internal sealed class Spikes(double perBurst, double meanHours, double tail = 1.8) : IPath
{
    private double _entries;
    private double _next = double.NaN;
    private int _bursts;

    public double EvidentAt { get; private set; } = double.PositiveInfinity;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_next))
            _next = moment.Hours + moment.Random.Exponential(meanHours);
        while (moment.Hours >= _next)
        {
            _entries += perBurst * moment.Random.Pareto(tail, 12);
            _next += moment.Random.Exponential(meanHours);
            if (++_bursts == 4)
                EvidentAt = moment.Hours;
        }

        return _entries;
    }
}

/// <summary>What one path does, only from one moment to another; before, nothing; after, what is there stays.</summary>
internal sealed class During(IPath inner, double fromHours, double untilHours = double.PositiveInfinity) : IPath
{
    private double _entries;

    public double EvidentAt => inner.EvidentAt;

    public double Advance(in Moment moment)
    {
        if (moment.Hours < fromHours || moment.Hours - moment.Step >= untilHours)
            return _entries;
        var step = Math.Min(moment.Step, moment.Hours - fromHours);
        return _entries = inner.Advance(moment with { Step = step, Age = moment.Hours - fromHours });
    }
}
