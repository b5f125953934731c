namespace Fleet.Coordinator.Nodes;

/// <summary>An agent that was refused as another one with its node id was connected.</summary>
/// <param name="RunId">Of the refused one.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="At">UTC, by the coordinator's clock.</param>
internal sealed record RefusedDouble(string RunId, string Address, DateTimeOffset At);
