namespace Fleet.LeakLab.Growth;

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
