namespace Fleet.LeakLab.Growth;

/// <summary>A pool that is as big as it ever had to be: steps up with each new peak of work, never down, and peaks become rare.</summary>
internal sealed class HighWater(double entries, double most = 2.5) : IPath
{
    private double _peak;

    public double Advance(in Moment moment)
    {
        // Rounded up to an eighth: pools grow in chunks.
        var needed = Math.Ceiling(8 * Math.Min(most, moment.Load)) / 8;
        _peak = Math.Max(_peak, needed);
        return entries * _peak * moment.Elements;
    }
}
