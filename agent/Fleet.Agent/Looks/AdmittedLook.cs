using Fleet.Agent.Uplink;

namespace Fleet.Agent.Looks;

/// <summary>Takes no look as long as the coordinator refuses this agent as the double of another one: the other one looks already, and every look pauses the target.</summary>
internal sealed class AdmittedLook(IHeapLook look, Admission admission) : IHeapLook
{
    /// <inheritdoc/>
    public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken) => admission.Refused
        ? new LookOutcome(false, "the coordinator refuses this agent, as another one has its node id; give each a node id of its own, or stop one")
        : await look.TakeAsync(request, cancellationToken);
}
