using Fleet.Agent.Capture;
using Fleet.Agent.Looks;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Uplink;
using Fleet.Agent.Watch;

namespace Fleet.Agent.Node;

/// <summary>Puts together what the parts know of this node.</summary>
internal sealed class NodeView(TargetSet targets, MemoryWatch memory, HostedProtocols hosting, RefusedLooks refused, DumpStore dumps) : INodeView
{
    /// <inheritdoc/>
    public long DumpBytes => dumps.TotalBytes();

    /// <inheritdoc/>
    public IReadOnlyList<string> Dumps() => dumps.Finished();

    /// <inheritdoc/>
    public IReadOnlyList<ObservedInstance> Instances() => [.. targets.Current.Select(Observe).OfType<ObservedInstance>()];

    private ObservedInstance? Observe(TargetProcess target)
    {
        if (memory.Latest(target) is not { } sample)
            return null;

        var runtime = target.Runtime;
        return new ObservedInstance
        {
            Identity = target.Identity,
            ProcessName = target.Process.Name,
            Bits = runtime.Bits,
            RuntimeFlavor = runtime.Flavor,
            RuntimeVersion = runtime.Version,
            CommandLine = target.Process.CommandLine,
            UnreadableReason = runtime.UnreadableReason.Length > 0 ? runtime.UnreadableReason : refused.ReasonOf(target.Identity),
            Protocols = hosting.Of(target.Identity.Pid, target.Identity.StartedAt),
            Memory = sample,
        };
    }
}
