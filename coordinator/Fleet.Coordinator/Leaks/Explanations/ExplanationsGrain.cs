using Fleet.Analysis.Incidents;
using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Asks a few instances of each incident who holds what leaks there, and keeps the answers. On a timer of its own, off every summary's way.</summary>
[GrainType("explanations")]
internal sealed partial class ExplanationsGrain(
    [PersistentState("explanations")] IPersistentState<ExplanationsState> state,
    ExplainOptions options,
    CorrelationOptions correlation,
    ISnapshotLog log,
    TimeProvider time,
    ILogger<ExplanationsGrain> logger) : Grain, IExplanationsGrain
{
    private static readonly TimeSpan TakeWithin = TimeSpan.FromMinutes(10);

    private readonly ILogger<ExplanationsGrain> _logger = logger;
    private AffectedInstances _instances = null!;
    private int _rounds;

    private List<HolderAsk> Asks => state.State.Asks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _instances = new AffectedInstances(GrainFactory, log, options);
        this.RegisterGrainTimer(
            RoundAsync,
            new GrainTimerCreationOptions(correlation.Interval, correlation.Interval) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public Task Wake(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<List<HolderAsk>> List(CancellationToken cancellationToken) => Task.FromResult(Asks);

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var incidents = await GrainFactory.GetGrain<IIncidentsGrain>(0).List(cancellationToken);
            await HearAsync(cancellationToken);
            await ForgetAsync(incidents, cancellationToken);
            if (options.Enabled)
            {
                await OneByOne.EachAsync(
                    incidents.Where(i => i.State == IncidentState.Open),
                    incident => TendAsync(incident, cancellationToken),
                    (incident, e) => LogIncidentPostponed(incident.Id, e.Message));
            }

            LogRound(++_rounds);
        }
        catch (Exception e) when (OneByOne.MayPass(e))
        {
            LogPostponed(e.Message);
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        List<HolderAsk> ended = [];
        await OneByOne.EachAsync(Asks.Where(a => !a.Over), HearOneAsync, LogFailure);
        if (ended.Count == 0)
            return;

        await StoreAsync();
        await OneByOne.EachAsync(ended, ask => Node(ask.Instance.NodeId).ForgetAnswer(ask.Command.Id, cancellationToken), LogFailure);

        async Task HearOneAsync(HolderAsk ask)
        {
            // A node that does not know of it was not reached before a sudden end.
            var node = Node(ask.Instance.NodeId);
            if (await node.Command(ask.Command.Id, cancellationToken) is { } status)
            {
                if (Take(ask, status))
                    ended.Add(ask);
            }
            else if (time.GetUtcNow() < ask.Command.ExpiresAt.ToDateTimeOffset())
            {
                await node.Ask(ask.Command, cancellationToken);
            }
            else if (HolderAnswer.Lose(ask))
            {
                ended.Add(ask);
            }
        }

        void LogFailure(HolderAsk ask, Exception e) => LogNotHeard(ask.IncidentId, e.Message, ask.Instance.ToString());
    }

    private bool Take(HolderAsk ask, Contracts.ConsoleApi.CommandStatus status)
    {
        if (!HolderAnswer.Take(ask, status))
            return false;

        if (ask.Answered)
            LogAnswered(ask.IncidentId, ask.Holders[0].Text, ask.Instance.ToString());
        else
            LogFailed(ask.IncidentId, ask.Failure, ask.Instance.ToString());
        return true;
    }

    private async Task ForgetAsync(List<Incident> incidents, CancellationToken cancellationToken)
    {
        var known = incidents.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        var affected = incidents.SelectMany(i => i.Instances).Select(i => i.Instance.ToString()).ToHashSet(StringComparer.Ordinal);
        var gone = state.State.LastEvidence.Keys.Where(i => !affected.Contains(i)).ToList();
        var stale = StaleAsks.Of(Asks, options, time.GetUtcNow()).ToHashSet();
        if (Asks.RemoveAll(a => !known.Contains(a.IncidentId) || stale.Contains(a)) + gone.Count == 0)
            return;

        foreach (var instance in gone)
            state.State.LastEvidence.Remove(instance);
        await StoreAsync();
    }

    private async Task TendAsync(Incident incident, CancellationToken cancellationToken)
    {
        await SecureAsync(incident, cancellationToken);
        await AskAsync(incident, cancellationToken);
    }

    /// <summary>Evidence of an instance that may soon be gone: once.</summary>
    private async Task SecureAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (await _instances.NearLimitAsync(incident, cancellationToken) is not { } dying || state.State.LastEvidence.ContainsKey(dying.ToString())
            || (await _instances.CandidatesAsync(incident, cancellationToken)).FirstOrDefault(c => c.NearLimit) is not { } candidate)
        {
            return;
        }

        // Each has an id that is the instance's own: asked again after a sudden end, or as long as there is no room for the question, it is done once.
        var now = time.GetUtcNow();
        await Node(dying.NodeId).Ask(LastEvidenceCommands.Look(candidate, now), cancellationToken);
        if (options.DumpBeforeLimit)
            await Node(dying.NodeId).Ask(LastEvidenceCommands.Dump(candidate, now), cancellationToken);
        if (ExplanationChoice.IsAskable(incident) && !ExplanationChoice.WasAsked(incident, candidate, Asks, options, now))
        {
            if (!HasRoom(now))
                return;
            await AskAsync(incident, candidate, now, cancellationToken);
        }

        LogSecured(incident.Id, dying.ToString(), incident.TimeToLimit!.Hours.Estimate);
        state.State.LastEvidence[dying.ToString()] = now;
        await StoreAsync();
    }

    private async Task AskAsync(Incident incident, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (HasRoom(now) && ExplanationChoice.MayAsk(incident, Asks, options, now)
            && ExplanationChoice.Next(incident, await _instances.CandidatesAsync(incident, cancellationToken), Asks, options, now) is { } next)
        {
            await AskAsync(incident, next, now, cancellationToken);
        }
    }

    private async Task AskAsync(Incident incident, Candidate candidate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ask = new HolderAsk
        {
            IncidentId = incident.Id,
            Version = candidate.Version,
            Command = new Command
            {
                Id = Guid.NewGuid().ToString("N"),
                RequestedAt = now.ToTimestamp(),
                ExpiresAt = (now + TakeWithin).ToTimestamp(),
                RequestedBy = LastEvidenceCommands.Requester,
                Instance = candidate.Instance.Instance,
                Retention = new RetentionAction { Type = incident.Type },
            },
        };
        // Written first: what is not known to be asked would be asked of another one, too.
        Asks.Add(ask);
        await StoreAsync();
        LogAsked(incident.Id, incident.Type!, candidate.Instance.Id);
        await Node(candidate.Identity.NodeId).Ask(ask.Command, cancellationToken);
    }

    private bool HasRoom(DateTimeOffset now) => ExplanationChoice.HasRoom(Asks, options, now);

    private INodeGrain Node(string id) => GrainFactory.GetGrain<INodeGrain>(id);

    private Task StoreAsync() => state.StoreAsync(this, CancellationToken.None);
}
