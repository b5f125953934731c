namespace Fleet.Agent.Watch.Counters;

/// <summary>What the collector's own counters say.</summary>
/// <param name="ManagedBytes">What the heaps hold, free space included; 0 until known.</param>
/// <param name="Counts">Collections of generations 0, 1 and 2 since the agent began to watch the process; empty until known.</param>
internal sealed record GcFigures(long ManagedBytes, IReadOnlyList<long> Counts)
{
    /// <summary>Nothing known.</summary>
    public static GcFigures None { get; } = new(0, []);
}
