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
            else
            {
                HolderAnswer.Lose(ask);
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
        var open = incidents.Where(i => i.State == IncidentState.Open).Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        var gone = state.State.LastEvidence.Keys.Where(i => !affected.Contains(i)).ToList();
        var left = state.State.Securing.Where(s => !affected.Contains(s.Key) || !open.Contains(s.Value.IncidentId)).Select(s => s.Key).ToList();
        var stale = StaleAsks.Of(Asks, options, time.GetUtcNow()).ToHashSet();
        if (Asks.RemoveAll(a => !known.Contains(a.IncidentId) || stale.Contains(a)) + gone.Count + left.Count == 0)
            return;

        foreach (var instance in gone)
            state.State.LastEvidence.Remove(instance);
        foreach (var instance in left)
            state.State.Securing.Remove(instance);
        await StoreAsync();
    }

    private async Task TendAsync(Incident incident, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var nearLimit = await NearLimitAsync(incident, cancellationToken);
        if (nearLimit.All(IsSecured) && !(HasRoom(now) && ExplanationChoice.MayAsk(incident, Asks, options, now)))
            return;

        var candidates = await _instances.CandidatesAsync(incident, nearLimit, cancellationToken);
        foreach (var dying in candidates.Where(c => c.NearLimit && !IsSecured(c.Identity)))
            await SecureAsync(incident, dying, cancellationToken);

        var undisturbed = candidates.Where(c => !state.State.Securing.ContainsKey(c.Identity.ToString())).ToList();
        if (HasRoom(now) && ExplanationChoice.Next(incident, undisturbed, Asks, options, now) is { } next)
            await AskAsync(incident, next, Guid.NewGuid().ToString("N"), now, cancellationToken);
    }

    private async Task AskAsync(Incident incident, Candidate candidate, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ask = new HolderAsk
        {
            IncidentId = incident.Id,
            Version = candidate.Version,
            Command = new Command
            {
                Id = id,
                RequestedAt = now.ToTimestamp(),
                ExpiresAt = (now + TakeWithin).ToTimestamp(),
                RequestedBy = LastEvidenceCommands.Requester,
                Instance = candidate.Instance.Instance,
                Retention = new RetentionAction { Type = incident.Type, Module = AskedModule.Of(incident, candidate.Version) },
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
