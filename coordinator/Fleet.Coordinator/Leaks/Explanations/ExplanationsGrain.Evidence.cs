using Fleet.Analysis.Incidents;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Identity;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Evidence of instances that may soon be gone, taken once and step by step.</summary>
internal sealed partial class ExplanationsGrain
{
    private async Task<HashSet<InstanceIdentity>> NearLimitAsync(Incident incident, CancellationToken cancellationToken)
    {
        // What was begun is brought to its end, though another one may be nearer by now.
        var nearLimit = incident.Instances.Select(i => i.Instance).Where(i => ProgressOf(i)?.IncidentId == incident.Id).ToHashSet();
        if (await _instances.NearLimitAsync(incident, cancellationToken) is { } dying)
            nearLimit.Add(dying);
        return nearLimit;
    }

    private bool IsSecured(InstanceIdentity instance) => state.State.LastEvidence.ContainsKey(instance.ToString());

    private EvidenceProgress? ProgressOf(InstanceIdentity instance) => state.State.Securing.GetValueOrDefault(instance.ToString());

    private async Task SecureAsync(Incident incident, Candidate dying, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = dying.Identity.ToString();
        var at = ProgressOf(dying.Identity);
        if (at is null)
        {
            // A question of before comes to its end first.
            if (Asks.Exists(a => a.Instance == dying.Identity && a.IsUnderWay(now)))
                return;

            at = state.State.Securing[key] = EvidenceSteps.First(incident.Id, now);
            await StoreAsync();
            LogSecured(incident.Id, key, incident.TimeToLimit?.Hours.Estimate ?? 0);
        }

        while (at.IncidentId == incident.Id)
        {
            var outcome = await StepAsync(incident, dying, at, cancellationToken);
            var next = EvidenceSteps.Next(at, outcome, WantsToKnow(incident, dying, now), options.DumpBeforeLimit, now);
            if (next == at)
                return;

            if (outcome == StepOutcome.Failed)
                LogStepFailed(incident.Id, key, at.Step, at.Attempt);
            if (next is null)
            {
                state.State.Securing.Remove(key);
                state.State.LastEvidence[key] = now;
                await StoreAsync();
                return;
            }

            // Written first: after a sudden end the same is asked for again, and done once.
            state.State.Securing[key] = at = next;
            await StoreAsync();
        }
    }

    private async Task<StepOutcome> StepAsync(Incident incident, Candidate dying, EvidenceProgress at, CancellationToken cancellationToken)
    {
        var id = LastEvidenceCommands.IdOf(dying, at);
        if (at.Step == EvidenceStep.Question)
        {
            if (Asks.Find(a => a.Command.Id == id) is { } ask)
                return !ask.Over ? StepOutcome.Open : ask.Answered ? StepOutcome.Done : StepOutcome.Failed;
            if (!ExplanationChoice.IsAskable(incident))
                return StepOutcome.Done;

            // Others are not waited for: there may be nobody to ask when they are over.
            await AskAsync(incident, dying, id, at.AskedAt, cancellationToken);
            return StepOutcome.Open;
        }

        var node = Node(dying.Identity.NodeId);
        if (await node.Command(id, cancellationToken) is { } status)
        {
            return status.State switch
            {
                CommandState.Succeeded => StepOutcome.Done,
                CommandState.Failed or CommandState.Expired => StepOutcome.Failed,
                _ => StepOutcome.Open,
            };
        }

        // A node that does not know of it was not reached before a sudden end, or is asked for the first time.
        var command = LastEvidenceCommands.Of(dying, at);
        if (time.GetUtcNow() >= command.ExpiresAt.ToDateTimeOffset())
            return StepOutcome.Failed;

        await node.Ask(command, cancellationToken);
        return StepOutcome.Open;
    }

    private bool WantsToKnow(Incident incident, Candidate dying, DateTimeOffset now) =>
        ExplanationChoice.IsAskable(incident) && !ExplanationChoice.HasAnswered(incident, dying, Asks, options, now);
}
