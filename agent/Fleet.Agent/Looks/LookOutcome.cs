using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Looks;

/// <summary>What became of a look.</summary>
/// <param name="Taken">The summary is in the spool, or the holders are known.</param>
/// <param name="Detail">One line: what was found, or why there is nothing and what to do.</param>
/// <param name="Holders">Who holds the type that was asked about; null when that was not asked.</param>
internal sealed record LookOutcome(bool Taken, string Detail, RetentionResult? Holders = null);
