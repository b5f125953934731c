using Fleet.LeakLab.Simulation;

namespace Fleet.LeakLab.Truths;

/// <summary>One leak in one run, as it was simulated.</summary>
internal sealed class RunLeak
{
    // Growth of less than this is nothing that anybody could be blamed for not seeing.
    private const double LeastBytes = 4096;

    public RunLeak(RunRecord run, GrowthState state)
    {
        (Run, State) = (run, state);
        var samples = state.Samples;
        if (samples.Count < 2)
            return;
        var begin = 0;
        while (begin + 1 < samples.Count && samples[begin + 1].Leaked <= samples[0].Leaked)
            begin++;
        var last = samples[^1];
        Leaked = last.Leaked;
        HeadGrown = last.Head - samples[0].Head;
        Grew = last.Leaked - samples[0].Leaked >= LeastBytes;
        Begins = samples[0].Leaked > 0 ? run.Run.StartHours : samples[begin].Hours;
        BytesPerHour = (last.Leaked - samples[begin].Leaked) / Math.Max(1e-6, last.Hours - samples[begin].Hours);
        var mean = samples.Average(sample => sample.Other);
        Noise = Math.Sqrt(samples.Sum(sample => (sample.Other - mean) * (sample.Other - mean)) / samples.Count);
        LastGrowth = samples[^1].Hours;
        for (var i = samples.Count - 1; i > 0 && samples[i].Leaked <= samples[i - 1].Leaked; i--)
            LastGrowth = samples[i - 1].Hours;
    }

    public RunRecord Run { get; }

    public GrowthState State { get; }

    /// <summary>Whether it leaked anything while it was looked at.</summary>
    public bool Grew { get; }

    /// <summary>Bytes leaked when last looked at.</summary>
    public double Leaked { get; }

    /// <summary>Bytes leaked between the first and the last look in the types by which it may be called.</summary>
    public double HeadGrown { get; }

    /// <summary>Over the growth that was seen.</summary>
    public double BytesPerHour { get; }

    /// <summary>Standard deviation of what else there is where the leak shows.</summary>
    public double Noise { get; }

    /// <summary>When it began and when it was last seen to grow, in hours since the fleet's start.</summary>
    public double Begins { get; }

    /// <inheritdoc cref="Begins"/>
    public double LastGrowth { get; }
}
