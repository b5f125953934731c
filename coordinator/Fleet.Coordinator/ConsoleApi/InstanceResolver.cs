using System.Globalization;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Protocols;
using Fleet.Coordinator.Storage;
using Grpc.Core;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Finds what people mean: a node by name or id, an instance by node/pid or its full id, instances by selector. What can't be found is told with what is near.</summary>
internal sealed class InstanceResolver(FleetView fleet, IGrainFactory grains, IFleetDirectory directory, ISnapshotLog log)
{
    private const int MostNamed = 5;

    /// <summary>Before what is an id and no name.</summary>
    private const string IdMark = "id:";

    /// <summary>The id of the node that a name or id stands for: exactly one, never a guess.</summary>
    public async Task<string> NodeAsync(string name, CancellationToken cancellationToken)
    {
        var nodes = await directory.ListAsync(DirectoryKind.Node, cancellationToken);
        if (name.StartsWith(IdMark, StringComparison.Ordinal) && nodes.Any(n => n.Id == name[IdMark.Length..]))
            return name[IdMark.Length..];

        // A node's id may be what another one is called.
        var meant = nodes.Where(n => n.Id == name || string.Equals(n.Owner, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return meant switch
        {
            [var one] => one.Id,
            [] => throw NotFound($"There is no node '{name}'. {Known("nodes", nodes.Select(n => n.Owner))}"),
            _ => throw Invalid($"{meant.Count} nodes answer to '{name}': {await DescribeAsync(meant, cancellationToken)}. Say which by writing its {IdMark}… in place of the name; "
                + "to end this, give their agents different names with --node-name."),
        };
    }

    /// <summary>One instance, running or ended.</summary>
    public async Task<FleetInstance> InstanceAsync(string name, CancellationToken cancellationToken)
    {
        var parts = name.Split('/');
        if (parts.Length is not (2 or 3) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            throw Invalid($"'{name}' names no instance; write NODE/PID or NODE/PID/STARTED as 'fleet instances' shows it.");

        // A full id holds the id of its node; of one that was forgotten, the log may still hold something.
        var full = parts.Length == 3 && await directory.OwnerAsync(DirectoryKind.Node, parts[0], cancellationToken) is not null;
        if (parts.Length == 3 && !full && await LoggedAsync(parts[0], parts, cancellationToken) is { } logged)
            return logged;

        var node = full ? parts[0] : await NodeAsync(parts[0], cancellationToken);
        var all = await fleet.InstancesAsync(node, all: true, cancellationToken);
        var found = all.Where(i => i.Instance.Pid == pid && (parts.Length == 2 || i.Id.EndsWith("/" + parts[2], StringComparison.Ordinal)))
            .OrderByDescending(i => i.Running).ThenByDescending(i => i.Instance.StartedAt).FirstOrDefault();
        return found ?? await LoggedAsync(node, parts, cancellationToken)
            ?? throw NotFound($"There is no instance '{name}'. {Known("instances there", all.Where(i => i.Running).Select(i => $"{i.NodeName}/{i.Instance.Pid}"))}");
    }

    /// <summary>The running instances that a selector selects; at least one.</summary>
    public async Task<IReadOnlyList<FleetInstance>> SelectAsync(InstanceSelector? selector, CancellationToken cancellationToken)
    {
        if (selector is null or { Instance: "", Node: "", Protocol: "" })
            throw Invalid("Say which instances: by instance, node or protocol.");

        if (selector.Instance.Length > 0)
            return [await OneAsync(selector, cancellationToken)];

        var found = await fleet.InstancesAsync(selector.Node.Length > 0 ? await NodeAsync(selector.Node, cancellationToken) : null, all: false, cancellationToken);
        if (found.Count == 0)
            throw NotFound($"No instance runs on {(selector.Node.Length > 0 ? $"node '{selector.Node}'" : "any node")} that its agent watches; 'fleet instances' shows those there are.");
        return selector.Protocol.Length > 0 ? await HostingAsync(found, selector.Protocol, cancellationToken) : found;
    }

    /// <summary>Those of some instances that host a protocol.</summary>
    public async Task<List<FleetInstance>> HostingAsync(List<FleetInstance> instances, string protocol, CancellationToken cancellationToken)
    {
        var census = await grains.GetGrain<IProtocolGrain>(protocol).Census(cancellationToken);
        var hosting = instances.Where(i => census.ContainsKey(i.Id) || i.Protocols.Any(p => p.Name == protocol)).ToList();
        if (hosting.Count > 0 || instances.Count == 0)
            return hosting;

        var known = instances.SelectMany(i => i.Protocols.Select(p => p.Name)).Distinct().ToList();
        return known.Find(k => string.Equals(k, protocol, StringComparison.OrdinalIgnoreCase)) is { } near
            ? [.. instances.Where(i => i.Protocols.Any(p => p.Name == near))]
            : throw NotFound($"No running instance hosts a protocol '{protocol}'. {Known("protocols", known)}");
    }

    // What narrows one instance can only contradict it.
    private async Task<FleetInstance> OneAsync(InstanceSelector selector, CancellationToken cancellationToken)
    {
        var instance = await InstanceAsync(selector.Instance, cancellationToken);
        var node = selector.Node.Length > 0 ? await NodeAsync(selector.Node, cancellationToken) : instance.Instance.NodeId;
        if (instance.Instance.NodeId != node)
            throw Invalid($"Instance '{selector.Instance}' is one of node {instance.NodeName}, not of '{selector.Node}'; give the instance alone, or the node alone for all of its instances.");
        if (!instance.Running)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"Instance {instance.Id} has ended; 'fleet instances' shows those that run."));
        if (selector.Protocol.Length > 0 && !instance.Protocols.Any(p => string.Equals(p.Name, selector.Protocol, StringComparison.OrdinalIgnoreCase)))
            throw Invalid($"Instance '{selector.Instance}' does not host a protocol '{selector.Protocol}'. {Known("protocols there", instance.Protocols.Select(p => p.Name))}");
        return instance;
    }

    private async Task<FleetInstance?> LoggedAsync(string node, string[] parts, CancellationToken cancellationToken)
    {
        var logged = await log.InstancesAsync(node, cancellationToken);
        var entry = logged.Where(i => i.Instance.Pid.ToString(CultureInfo.InvariantCulture) == parts[1] && (parts.Length == 2 || i.Instance.ToString().EndsWith("/" + parts[2], StringComparison.Ordinal)))
            .OrderByDescending(i => i.Instance.StartedAt).FirstOrDefault();
        if (entry is null)
            return null;

        var described = await grains.GetGrain<INodeGrain>(node).Describe(cancellationToken);
        return new FleetInstance
        {
            Id = entry.Instance.ToString(),
            NodeName = described.Name,
            Instance = Contracts.Codec.InstanceMapping.ToWire(entry.Instance, entry.ProcessName, entry.Bits),
            Looks = entry.Looks,
        };
    }

    private async Task<string> DescribeAsync(IEnumerable<DirectoryEntry> nodes, CancellationToken cancellationToken)
    {
        var described = await Task.WhenAll(nodes.Take(MostNamed).Select(n => grains.GetGrain<INodeGrain>(n.Id).Describe(cancellationToken)));
        return string.Join("; ", described.OrderByDescending(n => n.Connected).Select(n =>
            $"{IdMark}{n.Id} ({n.Name}{(n.Address.Length > 0 ? $" at {n.Address}" : "")}, {Presence(n)})"));
    }

    private static string Presence(Node node) => node switch
    {
        { Connected: true } => "connected",
        { LastSeen: { } seen } => string.Create(CultureInfo.InvariantCulture, $"away since {seen.ToDateTime():yyyy-MM-dd HH:mm:ss'Z'}"),
        _ => "away",
    };

    private static string Known(string what, IEnumerable<string> names)
    {
        var list = names.Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase).ToList();
        return list.Count switch
        {
            0 => $"There are no {what} yet.",
            <= MostNamed => $"Known {what}: {string.Join(", ", list)}.",
            _ => $"Known {what}: {string.Join(", ", list.Take(MostNamed))} and {list.Count - MostNamed} more.",
        };
    }

    private static RpcException NotFound(string reason) => new(new Status(StatusCode.NotFound, reason));

    private static RpcException Invalid(string reason) => new(new Status(StatusCode.InvalidArgument, reason));
}
