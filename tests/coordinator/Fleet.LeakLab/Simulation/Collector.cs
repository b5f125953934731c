using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Simulation;

/// <summary>The collector of one run: when it collects, and how long garbage has been gathering.</summary>
internal sealed class Collector(CollectorPlan plan, RandomStream random)
{
    private double _nextFull = double.NaN;
    private double _gen0, _gen1;
    private double _lastLoad = 1;

    /// <summary>Collections so far.</summary>
    public long Gen0 => (long)_gen0;

    /// <inheritdoc cref="Gen0"/>
    public long Gen1 => (long)_gen1;

    /// <inheritdoc cref="Gen0"/>
    public long Gen2 { get; private set; }

    /// <summary>Work since the last full collection, in hours at a load of 1.</summary>
    public double GarbageHours { get; private set; }

    /// <summary>How full gen 0 is, 0 to 1.</summary>
    public double Fill { get; private set; }

    /// <summary>Hours between two collections of gen 1, about.</summary>
    public double Gen1Hours => 10 * plan.Gen0Bytes / plan.AllocatedPerHour;

    public void Advance(double hours, double step, double load)
    {
        var factor = plan.FactorAt(hours);
        if (double.IsNaN(_nextFull))
            _nextFull = hours + (plan.FullEveryHours * factor * random.Unit());
        var gen0 = plan.AllocatedPerHour * load * step / (plan.Gen0Bytes * Math.Sqrt(factor)) * Math.Max(0.5, 1 + (0.05 * random.Normal()));
        _gen0 += gen0;
        _gen1 += gen0 / 10;
        GarbageHours += step * (load + _lastLoad) / 2;
        _lastLoad = load;
        while (_nextFull <= hours)
        {
            Gen2++;
            _gen1++;
            _gen0++;
            GarbageHours = Math.Min(step, hours - _nextFull) * load;
            // Between half and one and a half of the mean for the most part, sometimes much later.
            _nextFull += plan.FullEveryHours * factor * (0.5 + random.Exponential(0.5));
        }

        Fill = random.Unit();
    }
}
