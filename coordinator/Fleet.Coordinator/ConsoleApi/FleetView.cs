using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Nodes and instances of the whole fleet, from the grains that know them and the log.</summary>
internal sealed class FleetView(IGrainFactory grains, IFleetDirectory directory, ISnapshotLog log)
{
    public async Task<IReadOnlyList<Node>> NodesAsync(CancellationToken cancellationToken)
    {
        var entries = await directory.ListAsync(DirectoryKind.Node, cancellationToken);
        var nodes = await Task.WhenAll(entries.Select(e => grains.GetGrain<INodeGrain>(e.Id).Describe(cancellationToken)));
        foreach (var clash in nodes.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            foreach (var node in clash)
                node.SameNameIds.AddRange(clash.Where(other => other != node).Select(other => other.Id));
        }

        return [.. nodes.OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase).ThenBy(n => n.Id, StringComparer.Ordinal)];
    }

    /// <summary>Names of nodes by their id.</summary>
    public async Task<Dictionary<string, string>> NamesAsync(CancellationToken cancellationToken) =>
        (await directory.ListAsync(DirectoryKind.Node, cancellationToken)).ToDictionary(e => e.Id, e => e.Owner);

    /// <summary>Instances of one node or of all, with what the log knows of them.</summary>
    public async Task<List<FleetInstance>> InstancesAsync(string? nodeId, bool all, CancellationToken cancellationToken)
    {
        var nodes = nodeId is null ? (await directory.ListAsync(DirectoryKind.Node, cancellationToken)).Select(e => e.Id) : [nodeId];
        var instances = (await Task.WhenAll(nodes.Select(n => grains.GetGrain<INodeGrain>(n).Instances(all, cancellationToken)))).SelectMany(i => i).ToList();
        var logged = (await log.InstancesAsync(nodeId, cancellationToken)).ToDictionary(i => i.Instance.ToString());
        foreach (var instance in instances)
        {
            if (!logged.TryGetValue(instance.Id, out var entry))
                continue;
            instance.Looks = entry.Looks;
            instance.LastLookAt = entry.LastTakenAt.ToTimestamp();
        }

        return [.. instances.OrderBy(i => i.NodeName, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.Instance.ProcessName, StringComparer.Ordinal).ThenBy(i => i.Instance.Pid)];
    }
}
