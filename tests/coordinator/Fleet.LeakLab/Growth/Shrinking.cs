namespace Fleet.LeakLab.Growth;

/// <summary>Is given back little by little, down to a floor: what a finished migration needed, a queue that is worked off.</summary>
internal sealed class Shrinking(double entries, double fromHours, double overHours, double floor = 0.1) : IPath
{
    public double Advance(in Moment moment) =>
        entries * moment.Elements * Math.Max(floor, 1 - (Math.Max(0, moment.Hours - fromHours) / overHours));
}
