namespace Fleet.LeakLab.Growth;

/// <summary>Fills up at a decreasing pace and stays: lazy initialisation, an intern table, a code cache.</summary>
internal sealed class Saturating(double entries, double hours, bool perElement = false) : IPath
{
    private double _filled;

    public double Advance(in Moment moment)
    {
        // Coupon collector: each step finds that part of the missing that is new to it.
        _filled += (1 - _filled) * (1 - Math.Exp(-moment.Step * moment.Load / hours));
        return entries * _filled * (perElement ? moment.Elements : 1);
    }
}
