namespace Fleet.LeakLab.Growth;

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
