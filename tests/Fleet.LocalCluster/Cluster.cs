namespace Fleet.LocalCluster;

/// <summary>A whole cluster on this machine: the real executables as child processes, on loopback, in one temporary directory.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly List<SimulatedNode> _nodes = [];
    private readonly IReadOnlyList<string> _agentArguments;

    /// <summary>A cluster without nodes; nothing runs yet.</summary>
    /// <param name="coordinatorArguments">Switches of the coordinator.</param>
    /// <param name="agentArguments">Switches of every agent.</param>
    public Cluster(IReadOnlyList<string> coordinatorArguments, IReadOnlyList<string> agentArguments)
    {
        WorkDirectory = Directory.CreateTempSubdirectory("fleet-").FullName;
        Coordinator = new CoordinatorNode(Path.Combine(WorkDirectory, "coordinator"), coordinatorArguments);
        Console = new FleetConsole(Coordinator.GrpcUrl);
        _agentArguments = agentArguments;
    }

    /// <summary>Everything that the cluster writes; deleted with it.</summary>
    public string WorkDirectory { get; }

    /// <summary>The coordinator.</summary>
    public CoordinatorNode Coordinator { get; }

    /// <summary>The console.</summary>
    public FleetConsole Console { get; }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>Adds a node on which nothing runs yet.</summary>
    public SimulatedNode AddNode(string name)
    {
        var node = new SimulatedNode(name, Path.Combine(WorkDirectory, name), Coordinator.GrpcUrl, _agentArguments);
        _nodes.Add(node);
        return node;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Coordinator.DisposeAsync();
        Directory.Delete(WorkDirectory, recursive: true);
    }
}
