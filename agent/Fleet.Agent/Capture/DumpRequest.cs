using Fleet.Agent.Targets;
using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Capture;

/// <summary>A dump that is wanted.</summary>
/// <param name="DumpId">Names the file: letters, digits, underscores and hyphens.</param>
/// <param name="Target">Of which process.</param>
/// <param name="Kind">How much of it.</param>
internal sealed record DumpRequest(string DumpId, TargetProcess Target, DumpKind Kind);
