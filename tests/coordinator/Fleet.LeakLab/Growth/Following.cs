namespace Fleet.LeakLab.Growth;

/// <summary>Follows the load: what is under way, sessions, connections.</summary>
internal sealed class Following(double entries, double power = 1, bool perElement = true) : IPath
{
    public double Advance(in Moment moment) => entries * Math.Pow(moment.Load, power) * (perElement ? moment.Elements : 1);
}
