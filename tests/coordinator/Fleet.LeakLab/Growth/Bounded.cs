namespace Fleet.LeakLab.Growth;

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
