namespace Fleet.LeakLab.Growth;

/// <summary>Whole entries only: where each is big, growth comes in steps.</summary>
internal sealed class Whole(IPath inner) : IPath
{
    public double EvidentAt => inner.EvidentAt;

    public double Advance(in Moment moment) => Math.Floor(inner.Advance(moment));
}
