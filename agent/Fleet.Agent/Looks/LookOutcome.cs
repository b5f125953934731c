namespace Fleet.Agent.Looks;

/// <summary>What became of a look.</summary>
/// <param name="Taken">The summary is in the spool.</param>
/// <param name="Detail">One line: what was found, or why there is nothing and what to do.</param>
internal sealed record LookOutcome(bool Taken, string Detail);
