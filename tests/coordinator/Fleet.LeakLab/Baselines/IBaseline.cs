using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>A published way of finding leaks.</summary>
internal interface IBaseline
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>What it would say at the end of a series.</summary>
    Verdict Judge(RecordedFleet fleet, CancellationToken cancellationToken);
}
