using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>Turns what instances suspect by themselves into incidents of the fleet. Pure: same input, same incidents.</summary>
public sealed class Correlator
{
    /// <summary>A correlator with these options.</summary>
    public Correlator(AnalysisOptions options) => _ = options;

    /// <summary>All incidents after this round: the previous ones updated or closed, new ones opened; worst first.</summary>
    /// <param name="suspects">Every suspect of every instance that stands.</param>
    /// <param name="census">Every instance, healthy or not.</param>
    /// <param name="previous">What the last round returned.</param>
    /// <param name="now">The data's clock: the newest summary in the fleet.</param>
    public IReadOnlyList<Incident> Correlate(
        IReadOnlyList<Suspect> suspects,
        IReadOnlyList<InstanceStanding> census,
        IReadOnlyList<Incident> previous,
        DateTimeOffset now) => throw new NotImplementedException();
}
