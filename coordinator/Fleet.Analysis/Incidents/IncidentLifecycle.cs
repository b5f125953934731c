using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>Carries incidents from round to round: tells which go on, and closes those whose cause is gone.</summary>
internal sealed class IncidentLifecycle(Census census, DateTimeOffset now)
{
    private const int MostClosed = 200;
    private const int LivesWithoutSuccessor = 2;
    private const int LooksToComeBack = 24;
    private const int MostLooksToComeBack = 96;
    private const int LeastShortRuns = 3;
    private const int TimesOfShortRuns = 2;

    /// <summary>
    /// True when an incident of the last round goes on: it is open, or its cause is back so soon that it was closed too early. One that comes
    /// back late, or in another version than it was resolved in, is detected anew.
    /// </summary>
    public bool IsStillThat(Incident known, Cluster cluster)
    {
        if (known.State == IncidentState.Open)
            return true;
        if (known.ClosedAt is not { } closed || (known.State == IncidentState.Resolved && !IsSameVersion(known, cluster)))
            return false;

        // What stood for long may be away for longer, and what goes on from where it stopped, in stairs or bursts, for as long as it likes.
        var look = cluster.Instances.Select(census.Find).OfType<InstanceStanding>().Select(standing => standing.LookInterval).DefaultIfEmpty().Max();
        var stood = closed - known.DetectedAt;
        var away = now - closed;
        return away <= LooksToComeBack * look
            || (away <= stood && away <= MostLooksToComeBack * look)
            || GoesOn(known, cluster);
    }

    private static bool IsSameVersion(Incident known, Cluster cluster) =>
        known.ProtocolVersions.Count == 0 || known.ProtocolVersions.Intersect(cluster.Versions, StringComparer.Ordinal).Any();

    // A process held on to all it had when growth paused.
    private static bool GoesOn(Incident known, Cluster cluster)
    {
        if (cluster.Kind != known.Kind)
            return false;

        var counted = known.Kind.IsCounted();
        var now = cluster.Suspects
            .Where(suspect => suspect.Kind == known.Kind && suspect.Type?.Name == known.Type)
            .GroupBy(suspect => suspect.Instance)
            .ToDictionary(group => group.Key, group => group.Sum(suspect => counted ? suspect.Count : suspect.Bytes));
        return known.Instances.Any(affected => now.TryGetValue(affected.Instance, out var held) && held >= (counted ? affected.Count : affected.Bytes));
    }

    /// <summary>What becomes of an incident that no suspect speaks for any more.</summary>
    public Incident Settle(Incident incident, IReadOnlyList<Incident> standing)
    {
        if (incident.State != IncidentState.Open)
            return incident;

        if ((WholeOf(incident, standing) ?? CauseOfAnotherKind(incident, standing)) is { } other)
            return Close(incident, IncidentState.Withdrawn, $"folded into {other.Id}") with { FoldedInto = other.Id };

        var running = Running(incident);
        if (running.Count > 0)
        {
            // Silence counts only once they were looked at again.
            return running.TrueForAll(instance => instance.LastSeen > incident.UpdatedAt)
                ? Close(incident, IncidentState.Withdrawn, "plateau")
                : incident;
        }

        return SettleEnded(incident);
    }

    /// <summary>For how long the process was watched that was watched longest, of those that show a cause.</summary>
    public TimeSpan Watched(Cluster cluster) =>
        cluster.Instances.Select(census.Find).OfType<InstanceStanding>().Select(Watched).DefaultIfEmpty().Max();

    /// <summary>True when processes that show a cause took the place of some that an incident shows in.</summary>
    public bool IsSucceeded(Incident incident, Cluster cluster) => Succeeded(InstancesOf(incident), cluster.Instances) > 0;

    /// <summary>True when the processes that show a cause host versions that an incident does not know.</summary>
    public bool IsUpdated(Incident incident, Cluster cluster) =>
        cluster.Instances.Select(census.Find).OfType<InstanceStanding>().ToList() is { Count: > 0 } known && known.TrueForAll(instance => IsUpdated(instance, incident));

    /// <summary>What stands, dated back to when the first of those was detected that turn out to be part of it.</summary>
    public IEnumerable<Incident> Dated(IReadOnlyList<Incident> standing, IReadOnlyList<Incident> others)
    {
        var detected = others
            .Where(incident => incident.State == IncidentState.Open)
            .Select(incident => (Whole: WholeOf(incident, standing)?.Id, incident.DetectedAt))
            .ToLookup(part => part.Whole, part => part.DetectedAt);
        return standing.Select(incident => incident with { DetectedAt = detected[incident.Id].Append(incident.DetectedAt).Min() });
    }

    /// <summary>All that is worth keeping: what stands, worst first, then what was closed, newest first.</summary>
    public static IReadOnlyList<Incident> Order(IEnumerable<Incident> incidents)
    {
        var all = incidents.ToList();
        return
        [
            .. all.Where(incident => incident.State == IncidentState.Open)
                .OrderBy(incident => incident.TimeToLimit?.Hours.Estimate ?? double.MaxValue)
                .ThenByDescending(incident => incident.BytesPerHour.Estimate)
                .ThenByDescending(incident => incident.PerHour.Estimate)
                .ThenBy(incident => incident.Id, StringComparer.Ordinal),
            .. all.Where(incident => incident.State != IncidentState.Open)
                .OrderByDescending(incident => incident.ClosedAt)
                .ThenBy(incident => incident.Id, StringComparer.Ordinal)
                .Take(MostClosed),
        ];
    }

    private static HashSet<InstanceIdentity> InstancesOf(Incident incident) => [.. incident.Instances.Select(affected => affected.Instance)];

    private List<InstanceStanding> Running(Incident incident) =>
        [.. InstancesOf(incident).Select(census.Find).OfType<InstanceStanding>().Where(instance => !Census.HasEnded(instance, now))];

    // What stands in the same processes and has the type as well, along with more; or in what took the place of most of them.
    private Incident? WholeOf(Incident incident, IReadOnlyList<Incident> standing)
    {
        var instances = InstancesOf(incident);
        var wholes = standing.Where(other => IsAboutThat(other, incident)).ToList();
        return wholes.Find(other => other.Instances.Any(affected => instances.Contains(affected.Instance)))
            ?? (wholes.Count == 0 || Running(incident).Count > 0
                ? null
                : wholes.Find(other => (incident.Protocol is null || incident.Protocol == other.Protocol) && 2 * Succeeded(instances, InstancesOf(other)) > instances.Count));
    }

    // Memory beside the heap, and holes in it, a process has only once; whose they are may be seen otherwise by now.
    private static bool IsAboutThat(Incident whole, Incident part) =>
        whole.Kind == part.Kind
        && (whole.Program is null || whole.Program == part.Program)
        && (part.Kind is LeakKind.Native or LeakKind.Fragmentation
            || ((part.Protocol is null || whole.Protocol is null || part.Protocol == whole.Protocol)
                && (whole.Subject == part.Subject || (part.Type is { } type && whole.RelatedTypes.Contains(type)))));

    // It grows as before, and is now taken to come with another kind.
    private Incident? CauseOfAnotherKind(Incident incident, IReadOnlyList<Incident> standing)
    {
        var instances = InstancesOf(incident);
        return census.Suspicious(incident.Kind, incident.Type).Any(instances.Contains)
            ? standing.FirstOrDefault(other => other.Kind != incident.Kind
                && (incident.Kind is not LeakKind.Managed || other.Kind.IsCounted())
                && other.Instances.Any(affected => instances.Contains(affected.Instance)))
            : null;
    }

    private Incident SettleEnded(Incident incident)
    {
        var ended = InstancesOf(incident);
        // A process may have run for long before it was looked at first.
        var firstSeen = ended.Min(instance => census.Find(instance)?.FirstSeen ?? instance.StartedAt);
        var successors = ended
            .Select(census.Find)
            .OfType<InstanceStanding>()
            .SelectMany(instance => census.Successors(instance, ended))
            .DistinctBy(instance => instance.Instance)
            .ToList();

        if (successors.Count > 0)
        {
            return AreHealthy(successors, incident)
                ? Close(incident, IncidentState.Resolved, "restarted, and healthy since")
                : incident;
        }

        return now - incident.UpdatedAt > LivesWithoutSuccessor * (incident.UpdatedAt - firstSeen)
            ? Close(incident, IncidentState.Resolved, "ended, and nothing took its place")
            : incident;
    }

    private int Succeeded(HashSet<InstanceIdentity> ended, IReadOnlySet<InstanceIdentity> by) =>
        ended.Select(census.Find).OfType<InstanceStanding>().Count(run => census.Successors(run, ended).Any(next => by.Contains(next.Instance)));

    // They leak as well, only later, unless they stay healthy for as long as it took to find out the first time: one run, or, where runs
    // are shorter, several that show no hint of it, which most runs of what leaks do.
    private bool AreHealthy(List<InstanceStanding> successors, Incident incident)
    {
        var judged = successors.Where(instance => instance.Judged).ToList();
        var telling = judged
            .Where(instance => Watched(instance) > (IsUpdated(instance, incident) ? 0.5 : 1) * incident.WatchedBefore)
            .GroupBy(instance => instance.Instance.NodeId)
            .Select(target => target.MaxBy(instance => instance.Instance.StartedAt)!)
            .ToList();
        if (telling.Count > 0)
            return telling.TrueForAll(instance => census.IsClean(instance.Instance, incident));

        return judged.Count >= LeastShortRuns
            && judged.Aggregate(TimeSpan.Zero, (sum, instance) => sum + Watched(instance)) > TimesOfShortRuns * incident.WatchedBefore
            && judged.TrueForAll(instance => census.IsClean(instance.Instance, incident));
    }

    private static TimeSpan Watched(InstanceStanding instance) => instance.LastSeen - instance.FirstSeen;

    // An update that fixes it is the likeliest end of a leak.
    private static bool IsUpdated(InstanceStanding instance, Incident incident) =>
        incident.Protocol is { } protocol
        && Attribution.Hosts(instance, protocol, null)
        && !incident.ProtocolVersions.Any(version => Attribution.Hosts(instance, protocol, version));

    private Incident Close(Incident incident, IncidentState state, string reason) =>
        incident with { State = state, ClosedAt = now, ClosedReason = reason };
}
