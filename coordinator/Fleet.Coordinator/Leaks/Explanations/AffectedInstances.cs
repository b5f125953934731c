using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Incident = Fleet.Analysis.Incidents.Incident;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>What nodes and the log say of the instances that an incident shows in.</summary>
internal sealed class AffectedInstances(IGrainFactory grains, ISnapshotLog log, ExplainOptions options)
{
    // An incident in hundreds of instances is explained by any of them.
    private const int MostConsidered = 16;

    /// <summary>Those that can be asked now; some of them, where there are many.</summary>
    /// <param name="incident">Where they show it.</param>
    /// <param name="nearLimit">Those of them that may die soon.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<Candidate>> CandidatesAsync(Incident incident, IReadOnlySet<InstanceIdentity> nearLimit, CancellationToken cancellationToken)
    {
        var affected = incident.Instances.Select(i => i.Instance).ToHashSet();
        var nodes = await Task.WhenAll(affected.Select(i => i.NodeId).Distinct(StringComparer.Ordinal).Select(n => grains.GetGrain<INodeGrain>(n).Instances(all: false, cancellationToken)));
        List<Candidate> candidates = [];
        foreach (var instance in nodes.SelectMany(n => n).Where(IsReachable))
        {
            var candidate = new Candidate(instance, VersionOf(instance, incident), 0, false);
            if (affected.Contains(candidate.Identity))
                candidates.Add(candidate with { NearLimit = nearLimit.Contains(candidate.Identity) });
        }

        return await Task.WhenAll(Considered(candidates).Select(async c => c with { Objects = await ObjectsAsync(c.Identity, cancellationToken) }));
    }

    /// <summary>Of each version the smallest; and always those near their limit, however many others there are.</summary>
    public static IEnumerable<Candidate> Considered(IEnumerable<Candidate> candidates) => candidates
        .GroupBy(c => c.Version)
        .SelectMany(g => g.Where(c => !c.NearLimit).OrderBy(c => c.Instance.Memory?.ManagedBytes ?? 0).Take(MostConsidered).Concat(g.Where(c => c.NearLimit)));

    /// <summary>The instance that must be asked before it is too late; null when that is none.</summary>
    public async Task<InstanceIdentity?> NearLimitAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incident.TimeToLimit is not { } limit)
            return null;

        var standing = await grains.GetGrain<IInstanceGrain>(limit.Instance.ToString()).Standing(cancellationToken);
        return LastEvidence.IsDue(incident, standing?.LookInterval ?? TimeSpan.Zero, options) ? limit.Instance : null;
    }

    /// <summary>Whether an instance can be asked now.</summary>
    public static bool IsReachable(FleetInstance instance) => instance is { Running: true, NodeConnected: true, UnreadableReason: "" };

    private static string VersionOf(FleetInstance instance, Incident incident) => instance.Protocols
        .Where(p => string.Equals(p.Name, incident.Protocol, StringComparison.OrdinalIgnoreCase))
        .Select(p => p.Version)
        .OrderByDescending(incident.ProtocolVersions.Contains)
        .FirstOrDefault("");

    private async Task<long> ObjectsAsync(InstanceIdentity instance, CancellationToken cancellationToken) =>
        await log.FindAsync(instance, cancellationToken) is { } logged
        && await log.EntriesAsync(instance, logged.LastTakenAt, logged.LastTakenAt, cancellationToken) is [.., var newest]
            ? newest.Objects
            : long.MaxValue;
}
