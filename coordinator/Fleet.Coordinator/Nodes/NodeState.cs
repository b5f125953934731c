using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Coordinator.Nodes;

/// <summary>The inventory of a node: written when it changes, not with every heartbeat.</summary>
[GenerateSerializer]
[Alias("fleet.NodeState")]
internal sealed class NodeState
{
    /// <summary>How the agent introduced itself last; null before it did.</summary>
    [Id(0)]
    public Hello? Hello { get; set; }

    /// <summary>Instances by their id, ended ones too as long as they are kept.</summary>
    [Id(1)]
    public Dictionary<string, FleetInstance> Instances { get; set; } = [];

    /// <summary>When the node was last heard of before the state was written, UTC.</summary>
    [Id(2)]
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>Ids of the dumps whose files lie on the node and are not on their way here.</summary>
    [Id(3)]
    public List<string> DumpsOnNode { get; set; } = [];

    /// <summary>Where the newest stream came from.</summary>
    [Id(4)]
    public string Address { get; set; } = "";

    /// <summary>Nothing is known any more.</summary>
    public void Forget()
    {
        Hello = null;
        Instances.Clear();
        LastSeen = default;
        DumpsOnNode.Clear();
        Address = "";
    }
}

/// <summary>What a node was asked to do.</summary>
[GenerateSerializer]
[Alias("fleet.NodeCommands")]
internal sealed class NodeCommands
{
    [Id(0)]
    public List<CommandEntry> Entries { get; set; } = [];
}

/// <summary>A command and how it fares.</summary>
[GenerateSerializer]
[Alias("fleet.CommandEntry")]
internal sealed class CommandEntry
{
    [Id(0)]
    public required Command Command { get; init; }

    [Id(1)]
    public required CommandStatus Status { get; init; }

    /// <summary>When it was last sent to the agent, by the coordinator's clock; not stored.</summary>
    [field: NonSerialized]
    public DateTimeOffset SentAt { get; set; }

    public bool Finished => Status.State is CommandState.Succeeded or CommandState.Failed or CommandState.Expired;
}
