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
