using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Looks;

/// <summary>A look that is wanted.</summary>
/// <param name="Instance">Of which process.</param>
/// <param name="Trigger">Why.</param>
/// <param name="CommandId">The command that asks; empty when none does.</param>
/// <param name="HoldersOf">The type, an empty module being any, whose holders are asked for instead of a summary; null: a summary is.</param>
internal sealed record LookRequest(InstanceIdentity Instance, LookTrigger Trigger, string CommandId = "", TypeKey? HoldersOf = null);
