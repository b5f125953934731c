using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Uplink;

/// <summary>Who this node and this run of the agent are.</summary>
public sealed record NodeIdentity
{
    /// <summary>Stable over renames, address changes and restarts.</summary>
    public required string NodeId { get; init; }

    /// <summary>What people call the node.</summary>
    public required string NodeName { get; init; }

    /// <summary>New for every start of the agent: tells a reconnect from a second agent with the same identity.</summary>
    public required string AgentRunId { get; init; }

    /// <summary>Version of the agent.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>As the operating system describes itself.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary><c>x64</c>, <c>x86</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Empty when the node is no DataMiner agent.</summary>
    public string DataMinerId { get; init; } = "";

    /// <summary>Empty when the node is no DataMiner agent.</summary>
    public string DataMinerVersion { get; init; } = "";

    /// <summary>What a stream begins with.</summary>
    internal Hello ToHello(string spoolId) => new()
    {
        NodeId = NodeId,
        NodeName = NodeName,
        AgentRunId = AgentRunId,
        SpoolId = spoolId,
        AgentVersion = AgentVersion,
        OperatingSystem = OperatingSystem,
        Architecture = Architecture,
        DataminerId = DataMinerId,
        DataminerVersion = DataMinerVersion,
    };
}
