using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Uplink;

/// <summary>What the agent knows of its node right now, as the uplink tells it to the coordinator.</summary>
public interface INodeView
{
    /// <summary>Every instance that runs now.</summary>
    IReadOnlyList<ObservedInstance> Instances();

    /// <summary>Bytes of dump files on this node that are ours.</summary>
    long DumpBytes { get; }

    /// <summary>Ids of the finished dumps whose files are on this node.</summary>
    IReadOnlyList<string> Dumps();
}

/// <summary>One running instance as last observed. Immutable; replaced whole.</summary>
public sealed record ObservedInstance
{
    /// <summary>Who.</summary>
    public required InstanceIdentity Identity { get; init; }

    /// <summary>Process name without extension.</summary>
    public required string ProcessName { get; init; }

    /// <summary>32 or 64.</summary>
    public required int Bits { get; init; }

    /// <summary><c>.NET</c>, <c>.NET Framework</c>, or empty when not a .NET process or not known.</summary>
    public string RuntimeFlavor { get; init; } = "";

    /// <summary>Empty when not known.</summary>
    public string RuntimeVersion { get; init; } = "";

    /// <summary>Arguments included.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Why it can't be looked at, with the remedy; empty when it can.</summary>
    public string UnreadableReason { get; init; } = "";

    /// <summary>Empty when not an SLScripting.</summary>
    public IReadOnlyList<HostedProtocol> Protocols { get; init; } = [];

    /// <summary>Newest figures.</summary>
    public required MemorySample Memory { get; init; }
}
