namespace Fleet.Coordinator.Protocols;

/// <summary>A protocol: which instances host it, in which versions. The key is its name.</summary>
[Alias("fleet.IProtocol")]
internal interface IProtocolGrain : IGrainWithStringKey
{
    /// <summary>What an instance hosts of it now: elements by version; empty when nothing any more.</summary>
    [Alias("Hosted")]
    Task Hosted(string instance, Dictionary<string, int> elementsByVersion, CancellationToken cancellationToken);

    /// <summary>The instances that host it: elements by version.</summary>
    [Alias("Census")]
    Task<Dictionary<string, Dictionary<string, int>>> Census(CancellationToken cancellationToken);
}

[GenerateSerializer]
[Alias("fleet.ProtocolState")]
internal sealed class ProtocolState
{
    /// <summary>Elements by version, by instance.</summary>
    [Id(0)]
    public Dictionary<string, Dictionary<string, int>> Instances { get; set; } = [];
}
