using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Trends;

/// <summary>Everything that is known over time of one instance: one trend per type, and one of the process. Not thread-safe.</summary>
public sealed class InstanceTrends
{
    /// <summary>Trends of an instance that nothing is known of yet.</summary>
    public InstanceTrends(InstanceIdentity instance, AnalysisOptions options)
    {
        Instance = instance;
        _ = options;
    }

    /// <summary>The instance.</summary>
    public InstanceIdentity Instance { get; }

    /// <summary>Takes one more summary into account. Summaries that are not newer than the last one are ignored.</summary>
    public void Observe(InstanceSummary summary) => throw new NotImplementedException();

    /// <summary>The trends that say "leak" by themselves, as of the last summary.</summary>
    public IReadOnlyList<Suspect> Suspects() => throw new NotImplementedException();

    /// <summary>What the instance contributes to the fleet's census: protocols, memory, times.</summary>
    public InstanceStanding Standing() => throw new NotImplementedException();

    /// <summary>What is known of one type; null when it was never seen.</summary>
    public TypeTrend? Trend(TypeKey type) => throw new NotImplementedException();

    /// <summary>The whole state, for a checkpoint.</summary>
    public byte[] ToCheckpoint() => throw new NotImplementedException();

    /// <summary>Restores what <see cref="ToCheckpoint"/> gave.</summary>
    /// <exception cref="InvalidDataException">It was damaged or of an unknown version: rebuild from the snapshot log.</exception>
    public static InstanceTrends FromCheckpoint(InstanceIdentity instance, ReadOnlySpan<byte> checkpoint, AnalysisOptions options) => throw new NotImplementedException();
}
