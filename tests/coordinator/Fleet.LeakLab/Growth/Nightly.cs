namespace Fleet.LeakLab.Growth;

/// <summary>Only at certain hours of the day.</summary>
/// <param name="perHour">Entries an hour and element at these hours.</param>
/// <param name="dayOffset">Hour of the day at the fleet's start.</param>
/// <param name="from">First hour of the day.</param>
/// <param name="lasts">For so many hours.</param>
internal sealed class Nightly(double perHour, double dayOffset, double from, double lasts) : IPath
{
    private double _entries;
    private double _activeHours;

    public double EvidentAt { get; private set; } = double.PositiveInfinity;

    public double Advance(in Moment moment)
    {
        // By parts of an hour, so that long steps know day from night.
        var pieces = (int)Math.Ceiling(moment.Step / 0.25);
        for (var i = 0; i < pieces; i++)
        {
            var hour = (moment.Hours - (moment.Step * i / pieces) + dayOffset - from + 2400) % 24;
            if (hour >= lasts)
                continue;
            _entries += perHour * moment.Elements * moment.Step / pieces;
            _activeHours += moment.Step / pieces;
        }

        if (_activeHours >= 2.5 * lasts && double.IsInfinity(EvidentAt))
            EvidentAt = moment.Hours;
        return _entries;
    }
}
