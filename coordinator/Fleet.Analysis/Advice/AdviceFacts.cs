using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Advice;

/// <summary>What advice can use beside the incident itself; all of it may be unknown.</summary>
public sealed record AdviceFacts
{
    /// <summary>Nothing is known.</summary>
    public static readonly AdviceFacts None = new();

    /// <summary>Paths of holders, most bytes first, each from its root on: <c>static Cache.Rows → Dictionary&lt;…&gt; → Row</c>.</summary>
    public IReadOnlyList<string> Holders { get; init; } = [];

    /// <summary>What instances host; of an instance that is missing, or hosts nothing, it is unknown.</summary>
    public IReadOnlyDictionary<InstanceIdentity, IReadOnlyList<HostedProtocol>> Hosted { get; init; } =
        new Dictionary<InstanceIdentity, IReadOnlyList<HostedProtocol>>();

    /// <summary>Instances that run no more: nothing can be done to them.</summary>
    public IReadOnlySet<InstanceIdentity> Ended { get; init; } = new HashSet<InstanceIdentity>();

    /// <summary>Names of nodes as commands take them, by id; nodes that are missing are called by their ids.</summary>
    public IReadOnlyDictionary<string, string> NodeNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Other versions of the incident's protocol that run in the fleet and do not leak.</summary>
    public IReadOnlyList<string> HealthyVersions { get; init; } = [];

    /// <summary>What people call a node.</summary>
    internal string NameOf(string nodeId) => NodeNames.GetValueOrDefault(nodeId, nodeId);
}
