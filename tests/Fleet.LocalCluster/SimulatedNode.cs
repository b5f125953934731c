namespace Fleet.LocalCluster;

/// <summary>
/// A node of a DataMiner cluster on this machine: a DataMiner directory, SLScripting processes that log into it, and an agent that
/// sees only those.
/// </summary>
public sealed class SimulatedNode(string name, string directory, string coordinatorUrl, IReadOnlyList<string> agentArguments) : IAsyncDisposable
{
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(60);

    private readonly List<ChildProcess> _scripting = [];
    private ChildProcess? _agent;

    /// <summary>Name and identity of the node.</summary>
    public string Name => name;

    /// <summary>What DataMiner would call <c>C:\Skyline DataMiner</c>.</summary>
    public string DataMinerDirectory { get; } = Directory.CreateDirectory(Path.Combine(directory, "dataminer")).FullName;

    /// <summary>The agent's own directory: identity, spool, journal, dumps.</summary>
    public string AgentDirectory { get; } = Path.Combine(directory, "agent");

    /// <summary>The running agent.</summary>
    public ChildProcess Agent => _agent ?? throw new InvalidOperationException($"The agent of {name} was not started.");

    /// <summary>The SLScripting processes, in the order of their start.</summary>
    public IReadOnlyList<ChildProcess> Scripting => _scripting;

    /// <summary>Starts one SLScripting with these elements and waits until all of them run.</summary>
    public async Task<ChildProcess> StartScriptingAsync(
        IEnumerable<Element> elements,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken)
    {
        List<string> all =
        [
            "--dataminer-dir", DataMinerDirectory,
            "--protocols", Executables.Protocols,
            "--exit-with-parent",
            .. elements.SelectMany(e => new[] { "--element", e.ToArgument() }),
            .. arguments,
        ];
        if (_scripting.Count == 0)
            all.Add("--dma-start");

        var process = ChildProcess.Start($"SLScripting of {name}", Executables.Scripting, all);
        _scripting.Add(process);
        await process.WaitForLineAsync("^ready ", PatienceAtStart, cancellationToken);
        return process;
    }

    /// <summary>Starts the agent, with the same identity and directory every time.</summary>
    public void StartAgent() => _agent = StartAgentProcess(AgentDirectory);

    /// <summary>Starts an agent process of this node's identity in any directory; the caller ends it.</summary>
    public ChildProcess StartAgentProcess(string dataDirectory, params string[] more) => ChildProcess.Start(
        $"agent of {name}",
        Executables.Agent,
        [
            "--coordinator", coordinatorUrl,
            "--node-name", name,
            "--node-id", name,
            "--data-dir", dataDirectory,
            "--dataminer-dir", DataMinerDirectory,
            "--process", "SLScripting",
            "--command-line", $"*{DataMinerDirectory}*",
            .. agentArguments,
            .. more,
        ]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_agent is not null)
            await _agent.DisposeAsync();
        foreach (var process in _scripting)
            await process.DisposeAsync();
    }
}
