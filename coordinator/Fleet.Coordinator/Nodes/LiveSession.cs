namespace Fleet.Coordinator.Nodes;

/// <summary>The stream that a node is connected by.</summary>
internal sealed record LiveSession(string Id, string RunId, IAgentSession Observer, DateTimeOffset Since)
{
    /// <summary>UTC, by the coordinator's clock.</summary>
    public required DateTimeOffset LastHeard { get; set; }
}
