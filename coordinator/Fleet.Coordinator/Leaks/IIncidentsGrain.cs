using Fleet.Analysis.Incidents;

namespace Fleet.Coordinator.Leaks;

/// <summary>The incidents of the fleet. There is one; its key is 0.</summary>
[Alias("fleet.IIncidents")]
internal interface IIncidentsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that the correlator runs.</summary>
    [Alias("Wake")]
    Task Wake(CancellationToken cancellationToken);

    /// <summary>All incidents, closed ones too, worst first.</summary>
    [Alias("List")]
    Task<List<Incident>> List(CancellationToken cancellationToken);
}

[GenerateSerializer]
[Alias("fleet.IncidentsState")]
internal sealed class IncidentsState
{
    [Id(0)]
    public List<Incident> Incidents { get; set; } = [];
}
