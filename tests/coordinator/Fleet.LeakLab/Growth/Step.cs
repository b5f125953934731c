namespace Fleet.LeakLab.Growth;

/// <summary>One path at first, and from a moment on another level of it: a new feature, an update.</summary>
internal sealed class Step(IPath inner, double atHours, double factor, double settleHours) : IPath
{
    public double Advance(in Moment moment)
    {
        var entries = inner.Advance(moment);
        var settled = 1 - Math.Exp(-Math.Max(0, moment.Hours - atHours) / settleHours);
        return entries * (1 + ((factor - 1) * settled));
    }
}
