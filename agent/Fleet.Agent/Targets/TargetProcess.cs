using Fleet.Contracts.Identity;

namespace Fleet.Agent.Targets;

/// <summary>A target as last seen. Immutable; replaced whole.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Process">As the operating system lists it.</param>
/// <param name="Runtime">What runs in it.</param>
internal sealed record TargetProcess(InstanceIdentity Identity, ProcessEntry Process, RuntimeFacts Runtime);
