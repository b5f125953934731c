using Fleet.Agent.Node;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Targets.Linux;
using Fleet.Agent.Uplink;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Processes;

/// <summary>The parts of an agent that a test needs, put together as the host does, on the real machine.</summary>
internal sealed class TestNode : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestNode(Action<TargetOptions>? configure = null)
    {
        var options = new TargetOptions();
        configure?.Invoke(options);
        Agent = new AgentDirectory(Options.Create(new NodeOptions { DataDirectory = _directory.File("agent") }));
        Processes = new LinuxProcessTable(BootTime.ReadOrKeep(Agent.FullPath), TimeProvider.System);
        Hosting = new HostedProtocols(new DataMinerNode(Options.Create(options)), TimeProvider.System, NullLogger<HostedProtocols>.Instance);
        Discovery = new TargetDiscovery(
            Processes,
            new LinuxRuntimeProbe(),
            Targets,
            Hosting,
            new NodeIdentity { NodeId = "node-1", NodeName = "Node 1", AgentRunId = "run" },
            Options.Create(options),
            TimeProvider.System,
            DiscoveryLines);
    }

    public AgentDirectory Agent { get; }

    public LinuxProcessTable Processes { get; }

    public HostedProtocols Hosting { get; }

    public TargetSet Targets { get; } = new();

    public TargetDiscovery Discovery { get; }

    public KeptLines<TargetDiscovery> DiscoveryLines { get; } = new();

    /// <summary>An agent that watches one process, which it has found.</summary>
    public static TestNode Of(Child child, Action<TargetOptions>? configure = null)
    {
        var node = new TestNode(options =>
        {
            options.Pids.Add(child.Pid);
            configure?.Invoke(options);
        });
        node.Discovery.Discover();
        return node;
    }

    public TargetProcess Target => Assert.Single(Targets.Current);

    public void Dispose()
    {
        Discovery.Dispose();
        _directory.Dispose();
    }
}
