using System.Globalization;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Instances;

/// <summary>Names for a list of instances that every command takes: by the node's name, or by its id where several nodes of the list have one name.</summary>
internal sealed class InstanceNames(IEnumerable<FleetInstance> instances)
{
    /// <summary>Names that several nodes have.</summary>
    public IReadOnlySet<string> Clashing { get; } = instances.GroupBy(i => i.NodeName, StringComparer.OrdinalIgnoreCase)
        .Where(named => named.Select(i => i.Instance?.NodeId).Distinct(StringComparer.Ordinal).Count() > 1)
        .Select(named => named.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public string Of(FleetInstance instance) => instance.Instance is { } process && Clashing.Contains(instance.NodeName)
        ? string.Create(CultureInfo.InvariantCulture, $"id:{process.NodeId}/{process.Pid}")
        : instance.Name();
}
