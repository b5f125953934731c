using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Incidents;

/// <summary>The fleet as it stands: who hosts what, and who is known to be healthy.</summary>
internal sealed class Census
{
    private const int MissedLooksWhenEnded = 6;

    private readonly IReadOnlyList<Incident> _known;
    private readonly Dictionary<InstanceIdentity, InstanceStanding> _standings = [];
    private readonly Lazy<ILookup<(string Node, string Process), InstanceStanding>> _targets;
    private readonly Lazy<IReadOnlyList<InstanceStanding>> _last;
    private readonly Lazy<ILookup<string, (Suspect Suspect, QActionAssembly Owner)>> _owned;
    private readonly HashSet<(InstanceIdentity Instance, LeakKind Kind, string? Type)> _suspicious;

    /// <summary>A census of all instances.</summary>
    /// <param name="standings">Everybody.</param>
    /// <param name="suspects">All that grows, hints too.</param>
    /// <param name="known">Incidents of the last round.</param>
    public Census(IReadOnlyList<InstanceStanding> standings, IReadOnlyList<Suspect> suspects, IReadOnlyList<Incident> known)
    {
        _known = known;
        foreach (var standing in standings)
            _standings[standing.Instance] = standing;
        _targets = new(() => _standings.Values.ToLookup(standing => (standing.Instance.NodeId, standing.ProcessName)));
        _last = new(() => [.. _standings.Values.Where(standing => !WasReplaced(standing))]);
        _suspicious = [.. suspects.Select(suspect => (suspect.Instance, suspect.Kind, suspect.Type?.Name))];
        _owned = new(() => suspects
            .Select(suspect => (Suspect: suspect, Owner: OwnerOf(suspect)))
            .Where(pair => pair.Owner is not null)
            .ToLookup(pair => pair.Owner!.Protocol, pair => (pair.Suspect, pair.Owner!)));
    }

    /// <summary>Everybody.</summary>
    public IReadOnlyCollection<InstanceStanding> All => _standings.Values;

    /// <summary>One instance; null when it is gone from the books.</summary>
    public InstanceStanding? Find(InstanceIdentity instance) => _standings.GetValueOrDefault(instance);

    /// <summary>
    /// Those of which silence means health, as far as <paramref name="leaking"/> do not include them. Of the runs of one target with the same
    /// code, only the last.
    /// </summary>
    public IReadOnlyList<InstanceStanding> HealthyBut(IReadOnlySet<InstanceIdentity> leaking) =>
        [.. _last.Value.Where(standing => standing.Judged && !leaking.Contains(standing.Instance))];

    /// <summary>
    /// Leaking instances as they were while they hosted something else and did not leak, for as long as it then took to tell the leak: they
    /// are as good as healthy ones that host it still.
    /// </summary>
    /// <param name="leak">The leak where it stands.</param>
    /// <param name="protocol">The protocol that it is of.</param>
    public IEnumerable<InstanceStanding> BeforeTheyLeaked(IReadOnlyList<Suspect> leak, string protocol)
    {
        // Types may be renamed by an update, so that what they are called now has grown only since.
        var stood = _known.Where(incident => incident.State == IncidentState.Open && incident.Protocol == protocol)
            .SelectMany(incident => incident.Instances.Select(affected => (affected.Instance, incident.DetectedAt)))
            .ToLookup(pair => pair.Instance, pair => pair.DetectedAt);
        foreach (var instance in leak.GroupBy(suspect => suspect.Instance, suspect => suspect.Since))
        {
            var since = instance.Concat(stood[instance.Key]).Min();
            if (Find(instance.Key) is { } standing && standing.Before.LastOrDefault(before => WasHealthy(before, since)) is { } before)
                yield return standing with { Protocols = before.Protocols };
        }
    }

    /// <summary>True when the instance shows no growth of the incident's kind and type, not even a hint of it.</summary>
    public bool IsClean(InstanceIdentity instance, Incident incident) => !_suspicious.Contains((instance, incident.Kind, incident.Type));

    /// <summary>Name of the program that a process is an instance of; null for those that host protocols, and for what is gone from the books.</summary>
    public string? ProgramOf(InstanceIdentity instance) => Find(instance) is { Protocols.Count: 0, ProcessName: { Length: > 0 } name } ? name : null;

    /// <summary>True when the type is the program's own, neither of .NET nor of a process that hosts protocols, where QActions are the program.</summary>
    public bool IsOfProgram(Suspect suspect) =>
        suspect.Type is { Module.Length: > 0 } type && !FrameworkModules.Has(type.Module) && Find(suspect.Instance) is { Protocols.Count: 0 };

    /// <summary>True when the instance was not looked at for so long, by its own rhythm, that it must have ended.</summary>
    public static bool HasEnded(InstanceStanding standing, DateTimeOffset now) =>
        standing.Ended
        || standing.Summaries > 1
        && now - standing.LastSeen > MissedLooksWhenEnded * standing.LookInterval;

    /// <summary>True when the instance shows no growth like the suspect's, not even a hint of it.</summary>
    public bool IsClean(InstanceIdentity instance, Suspect suspect) => !_suspicious.Contains((instance, suspect.Kind, suspect.Type?.Name));

    /// <summary>
    /// Instances, running or ended, that show a protocol's leak, be it as a hint, or anything else of the protocol that stands by itself: an
    /// update may have given it another name.
    /// </summary>
    /// <param name="leak">The leak where it stands.</param>
    /// <param name="protocol">The protocol.</param>
    public IEnumerable<InstanceStanding> ThoseThatShow(IReadOnlyList<Suspect> leak, string protocol)
    {
        var known = leak.Select(suspect => (suspect.Kind, suspect.Type?.Name)).ToHashSet();
        var kinds = leak.Select(suspect => suspect.Kind).ToHashSet();
        return _owned.Value[protocol]
            .Select(pair => pair.Suspect)
            .Where(suspect => suspect.Established ? kinds.Contains(suspect.Kind) : known.Contains((suspect.Kind, suspect.Type?.Name)))
            .Select(suspect => Find(suspect.Instance))
            .OfType<InstanceStanding>()
            .Distinct();
    }

    /// <summary>
    /// Versions of a protocol of which most runs, among them those that ended by an update, leaked objects of a QAction when they were looked
    /// at last.
    /// </summary>
    public IEnumerable<string> VersionsThatLeaked(string protocol, string? qaction) => _owned.Value[protocol]
        .Where(pair => pair.Suspect is { Established: true, Kind: LeakKind.Managed } && pair.Owner.QActionId == qaction)
        .Select(pair => (pair.Suspect.Instance, pair.Owner.Version))
        .Distinct()
        .CountBy(run => run.Version)
        .Where(leaking => 2 * leaking.Value >= _standings.Values.Count(run => run.Judged && Attribution.Hosts(run, protocol, leaking.Key)))
        .Select(leaking => leaking.Key);

    /// <summary>Everybody who shows growth of a kind and type, or a hint of it.</summary>
    public IEnumerable<InstanceIdentity> Suspicious(LeakKind kind, string? type) =>
        _suspicious.Where(suspicion => suspicion.Kind == kind && suspicion.Type == type).Select(suspicion => suspicion.Instance);

    /// <summary>Earlier runs of the same code on the same target that were watched for as long as a time.</summary>
    public IEnumerable<InstanceStanding> Predecessors(InstanceStanding of, TimeSpan watched) =>
        _targets.Value[(of.Instance.NodeId, of.ProcessName)]
            .Where(standing => standing.Judged && standing.LastSeen <= of.Instance.StartedAt && standing.LastSeen - standing.FirstSeen >= watched)
            .Where(standing => HostsAllOf(standing, of));

    /// <summary>Later runs of the same target.</summary>
    public IEnumerable<InstanceStanding> Successors(InstanceStanding of, IReadOnlySet<InstanceIdentity> but) =>
        _targets.Value[(of.Instance.NodeId, of.ProcessName)]
            .Where(standing => standing.Instance.StartedAt >= of.LastSeen
                && !but.Contains(standing.Instance)
                && (of.Protocols.Count == 0 || standing.Protocols.Any(now => of.Protocols.Any(then => then.Name == now.Name))));

    private static QActionAssembly? OwnerOf(Suspect suspect) =>
        QActionAssembly.TryParse(suspect.OwnerModule ?? suspect.Type?.Module ?? "", out var assembly) ? assembly : null;

    private bool WasReplaced(InstanceStanding standing) =>
        _targets.Value[(standing.Instance.NodeId, standing.ProcessName)]
            .Any(other => other.Judged && other.Instance != standing.Instance && other.Instance.StartedAt >= standing.LastSeen && HostsAllOf(other, standing));

    private static bool HostsAllOf(InstanceStanding standing, InstanceStanding of) =>
        of.Protocols.All(now => standing.Protocols.Any(then => then.Name == now.Name && then.Version == now.Version));

    private static bool WasHealthy(HostedBefore before, DateTimeOffset since) =>
        before.Protocols.Count > 0 && since >= before.Until && before.Until - before.From >= since - before.Until;
}
