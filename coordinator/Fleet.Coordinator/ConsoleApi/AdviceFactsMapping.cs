using Fleet.Analysis.Advice;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Record = Fleet.Analysis.Incidents.Incident;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>What the inventory knows that advice on an incident can use.</summary>
internal static class AdviceFactsMapping
{
    /// <summary>A version of which no instance was looked at so often is not known to be healthy.</summary>
    private const int LooksOfHealth = 16;

    public static AdviceFacts Facts(this Record incident, IReadOnlyDictionary<string, string> nodeNames, IReadOnlyDictionary<string, FleetInstance> instances)
    {
        var affected = incident.Instances.Select(i => i.Instance.ToString()).ToHashSet(StringComparer.Ordinal);
        return new AdviceFacts
        {
            Hosted = incident.Instances
                .Where(i => instances.ContainsKey(i.Instance.ToString()))
                .ToDictionary(i => i.Instance, i => Hosted(instances[i.Instance.ToString()])),
            Ended = incident.Instances.Select(i => i.Instance).Where(i => instances.HasEnded(i.ToString())).ToHashSet(),
            NodeNames = Names(incident, nodeNames),
            HealthyVersions = [.. instances.Values
                .Where(i => i.Running && !affected.Contains(i.Id) && i.Looks >= LooksOfHealth)
                .SelectMany(i => i.Protocols)
                .Where(p => p.Name == incident.Protocol)
                .Select(p => p.Version)
                .Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Whether an instance runs no more; the inventory of a node drops those that ended long ago.</summary>
    public static bool HasEnded(this IReadOnlyDictionary<string, FleetInstance> instances, string id) => !instances.TryGetValue(id, out var known) || !known.Running;

    private static IReadOnlyList<Contracts.Heap.HostedProtocol> Hosted(FleetInstance instance) => instance.Protocols.ToContract();

    // As commands take them: where several nodes have one name, only the id says which is meant.
    private static Dictionary<string, string> Names(Record incident, IReadOnlyDictionary<string, string> nodeNames)
    {
        var clashing = nodeNames.Values.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return incident.Instances
            .Select(i => i.Instance.NodeId)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, id => nodeNames.TryGetValue(id, out var name) && !clashing.Contains(name) ? name : $"id:{id}");
    }
}
