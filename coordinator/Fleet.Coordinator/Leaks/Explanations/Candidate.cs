using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>An instance that an incident shows in and that can be asked now: it runs, its node is connected, and its heap may be read.</summary>
/// <param name="Instance">Who.</param>
/// <param name="Version">Version of the incident's protocol there; empty where that can't be said.</param>
/// <param name="Objects">On its heap at the newest look: what the question costs.</param>
/// <param name="NearLimit">It may die soon.</param>
internal sealed record Candidate(FleetInstance Instance, string Version, long Objects, bool NearLimit)
{
    public InstanceIdentity Identity { get; } = Contracts.Codec.InstanceMapping.ToIdentity(Instance.Instance);
}
