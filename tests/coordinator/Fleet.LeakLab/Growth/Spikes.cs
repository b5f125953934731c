namespace Fleet.LeakLab.Growth;

/// <summary>Bursts at random times, of very unequal size: an error path that forgets what it took.</summary>
internal sealed class Spikes(double perBurst, double meanHours, double tail = 1.8) : IPath
{
    private double _entries;
    private double _next = double.NaN;
    private int _bursts;

    public double EvidentAt { get; private set; } = double.PositiveInfinity;

    public double Advance(in Moment moment)
    {
        if (double.IsNaN(_next))
            _next = moment.Hours + moment.Random.Exponential(meanHours);
        while (moment.Hours >= _next)
        {
            _entries += perBurst * moment.Random.Pareto(tail, 12);
            _next += moment.Random.Exponential(meanHours);
            if (++_bursts == 4)
                EvidentAt = moment.Hours;
        }

        return _entries;
    }
}
