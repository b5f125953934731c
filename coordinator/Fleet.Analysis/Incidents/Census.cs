using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>The fleet as it stands: who hosts what, and who is known to be healthy.</summary>
internal sealed class Census
{
    private const int MissedLooksWhenEnded = 6;

    private readonly Dictionary<InstanceIdentity, InstanceStanding> _standings = [];
    private readonly HashSet<(InstanceIdentity Instance, LeakKind Kind, string? Type)> _suspicious;

    /// <summary>A census of all instances.</summary>
    public Census(IReadOnlyList<InstanceStanding> standings, IReadOnlyList<Suspect> suspects)
    {
        foreach (var standing in standings)
            _standings[standing.Instance] = standing;
        _suspicious = [.. suspects.Select(suspect => (suspect.Instance, suspect.Kind, suspect.Type?.Name))];
    }

    /// <summary>Everybody.</summary>
    public IReadOnlyCollection<InstanceStanding> All => _standings.Values;

    /// <summary>One instance; null when it is gone from the books.</summary>
    public InstanceStanding? Find(InstanceIdentity instance) => _standings.GetValueOrDefault(instance);

    /// <summary>Those of which silence means health, as far as <paramref name="leaking"/> do not include them.</summary>
    public IReadOnlyList<InstanceStanding> HealthyBut(IReadOnlySet<InstanceIdentity> leaking) =>
        [.. _standings.Values.Where(standing => standing.Judged && !leaking.Contains(standing.Instance))];

    /// <summary>True when the instance shows no growth of the incident's kind and type, not even a hint of it.</summary>
    public bool IsClean(InstanceIdentity instance, Incident incident) => !_suspicious.Contains((instance, incident.Kind, incident.Type));

    /// <summary>True when the instance was not looked at for so long, by its own rhythm, that it must have ended.</summary>
    public static bool HasEnded(InstanceStanding standing, DateTimeOffset now) =>
        standing.Ended
        || standing.Summaries > 1
        && now - standing.LastSeen > MissedLooksWhenEnded * (standing.LastSeen - standing.FirstSeen) / (standing.Summaries - 1);

    /// <summary>Later runs of the same target.</summary>
    public IEnumerable<InstanceStanding> Successors(InstanceStanding of, IReadOnlySet<InstanceIdentity> but) =>
        _standings.Values
            .Where(standing => standing.Instance.NodeId == of.Instance.NodeId
                && standing.ProcessName == of.ProcessName
                && standing.Instance.StartedAt >= of.LastSeen
                && !but.Contains(standing.Instance)
                && (of.Protocols.Count == 0 || standing.Protocols.Any(now => of.Protocols.Any(then => then.Name == now.Name))));
}
