using System.Diagnostics;
using Fleet.Analysis;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Storage;
using Orleans.Storage;

namespace Fleet.Coordinator.Leaks;

/// <summary>Asks all shards what is suspected, and the analysis what that means. On a timer of its own, off every summary's way.</summary>
[GrainType("incidents")]
internal sealed partial class IncidentsGrain(
    [PersistentState("incidents")] IPersistentState<IncidentsState> state,
    AnalysisOptions analysis,
    CorrelationOptions options,
    ISnapshotLog log,
    TimeProvider time,
    ILogger<IncidentsGrain> logger) : Grain, IIncidentsGrain
{
    /// <summary>Instances silent for longer than this before a start are not asked again.</summary>
    private static readonly TimeSpan AskAgainWithin = TimeSpan.FromDays(7);

    private readonly ILogger<IncidentsGrain> _logger = logger;
    private readonly Correlator _correlator = new(analysis);
    private bool _indexAsked;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            CorrelateAsync,
            new GrainTimerCreationOptions(options.Interval, options.Interval) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public Task Wake(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<List<Incident>> List(CancellationToken cancellationToken) => Task.FromResult(state.State.Incidents);

    private async Task CorrelateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAgainAsync(cancellationToken);
            var shards = await Task.WhenAll(Enumerable.Range(0, LeakReporter.Shards).Select(i => GrainFactory.GetGrain<ILeakIndexGrain>(i).Read()));
            List<InstanceStanding> census = [.. shards.SelectMany(s => s.Standings.Values)];
            if (census.Count == 0)
                return;

            List<Suspect> suspects = [.. shards.SelectMany(s => s.Suspects.Values).SelectMany(s => s)];
            var started = time.GetTimestamp();
            var previous = state.State.Incidents;
            List<Incident> incidents = [.. _correlator.Correlate(suspects, census, previous, FleetClock.Now(census))];
            Tell(previous, incidents);
            LogRound(suspects.Count, census.Count, incidents.Count, time.GetElapsedTime(started).TotalMilliseconds);
            await WriteAsync(incidents);
        }
        catch (StorageUnavailableException e)
        {
            LogPostponed(e.Message);
        }
    }

    /// <summary>The index is written now and then; what it may have missed before a sudden end, the instances say again.</summary>
    private async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        if (_indexAsked)
            return;

        var oldest = time.GetUtcNow() - AskAgainWithin;
        foreach (var block in (await log.InstancesAsync(nodeId: null, cancellationToken)).Where(i => i.LastTakenAt > oldest).Chunk(16))
            await Task.WhenAll(block.Select(i => GrainFactory.GetGrain<IInstanceGrain>(i.Instance.ToString()).Report(cancellationToken)));
        _indexAsked = true;
    }

    private async Task WriteAsync(List<Incident> incidents)
    {
        var changed = !state.State.Incidents.SequenceEqual(incidents);
        state.State.Incidents = incidents;
        if (!changed)
            return;

        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
        }
    }

    private void Tell(IReadOnlyList<Incident> before, IReadOnlyList<Incident> after)
    {
        var known = before.GroupBy(i => i.Id).ToDictionary(g => g.Key, g => g.First().State);
        foreach (var incident in after)
        {
            var was = known.TryGetValue(incident.Id, out var state) ? state : (IncidentState?)null;
            if (incident.State == IncidentState.Open && was != IncidentState.Open)
                LogOpened(incident.Id, incident.Type ?? incident.Kind.ToString(), incident.Protocol ?? "-", string.Join(", ", incident.ProtocolVersions), incident.QAction ?? "-", incident.Instances.Count);
            else if (incident.State != IncidentState.Open && was == IncidentState.Open)
                LogClosed(incident.Id, incident.State, incident.ClosedReason ?? "-");
        }
    }
}
