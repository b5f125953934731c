namespace Fleet.LeakLab.Growth;

/// <summary>A clean-up runs every so often and misses some: two steps forward, one back.</summary>
/// <param name="perHour">Entries an hour and element that are added.</param>
/// <param name="everyHours">Hours between two clean-ups.</param>
/// <param name="removed">Part of what was added since the last one that a clean-up removes.</param>
internal sealed class HalfCleaned(double perHour, double everyHours, double removed) : IPath
{
    private double _entries;
    private double _kept;
    private double _next = double.NaN;
    private int _cleanups;

    public double EvidentAt { get; private set; } = double.PositiveInfinity;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_next))
            _next = moment.Hours + (everyHours * moment.Random.Unit());
        _entries += Math.Max(0, perHour * moment.Elements * moment.Step * (1 + (0.1 * moment.Random.HeavyTailed())));
        while (moment.Hours >= _next)
        {
            _entries = _kept += (_entries - _kept) * (1 - removed);
            _next += everyHours;
            if (++_cleanups == 4)
                EvidentAt = moment.Hours;
        }

        return _entries;
    }
}
