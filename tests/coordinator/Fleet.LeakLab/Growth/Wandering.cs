namespace Fleet.LeakLab.Growth;

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
