namespace Fleet.LeakLab.Growth;

/// <summary>Fills up at a decreasing pace and stays: lazy initialisation, an intern table, a code cache.</summary>
internal sealed class Saturating(double entries, double hours, bool perElement = false) : IPath
{
    private double _filled;

    public double Advance(in Moment moment)
    {
        // Coupon collector: each step finds that part of the missing that is new to it.
        _filled += (1 - _filled) * (1 - Math.Exp(-moment.Step * moment.Load / hours));
        return entries * _filled * (perElement ? moment.Elements : 1);
    }
}

/// <summary>Fills at an even pace up to a bound and is then kept there: an LRU cache, a ring of history.</summary>
/// <param name="bound">Entries at most (per element if <paramref name="perElement"/>).</param>
/// <param name="fillHours">How long it takes to fill at a load of 1.</param>
/// <param name="churn">Standard deviation of the level when full, as a part of it.</param>
/// <param name="perElement">Whether each element has one.</param>
internal sealed class Bounded(double bound, double fillHours, double churn = 0.01, bool perElement = true) : IPath
{
    private double _filled;

    public double Advance(in Moment moment)
    {
        _filled = Math.Min(1, _filled + (moment.Step * moment.Load / fillHours));
        var trimmed = _filled < 1 ? 0 : churn * Math.Abs(moment.Random.Normal());
        return bound * (perElement ? moment.Elements : 1) * (_filled - trimmed);
    }
}

/// <summary>Follows the load: what is under way, sessions, connections.</summary>
internal sealed class Following(double entries, double power = 1, bool perElement = true) : IPath
{
    public double Advance(in Moment moment) => entries * Math.Pow(moment.Load, power) * (perElement ? moment.Elements : 1);
}

/// <summary>Wanders, and is always drawn back (Ornstein and Uhlenbeck).</summary>
/// <param name="level">Entries on average.</param>
/// <param name="spread">Standard deviation, as a part of the level.</param>
/// <param name="hours">How long it remembers.</param>
internal sealed class Wandering(double level, double spread, double hours) : IPath
{
    private double _departure = double.NaN;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_departure))
            _departure = spread * moment.Random.Normal();
        var keep = Math.Exp(-moment.Step / hours);
        _departure = (_departure * keep) + (spread * Math.Sqrt(1 - (keep * keep)) * moment.Random.Normal());
        return Math.Max(0, level * (1 + _departure));
    }
}

/// <summary>A job that gathers for a while, every so often, and then lets go of everything.</summary>
internal sealed class Batch(double entries, double everyHours, double lastsHours) : IPath
{
    private double _start = double.NaN;
    private double _size;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_start))
            Schedule(moment, moment.Hours + (everyHours * moment.Random.Unit()));
        if (moment.Hours > _start + lastsHours)
            Schedule(moment, _start + (everyHours * moment.Random.Between(0.9, 1.1)));
        return moment.Hours < _start || moment.Hours > _start + lastsHours ? 0 : entries * _size * (moment.Hours - _start) / lastsHours;
    }

    private void Schedule(in Moment moment, double start)
    {
        _start = start;
        _size = moment.Random.Between(0.6, 1.4);
    }
}
