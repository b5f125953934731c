using Fleet.Analysis.Statistics;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// Asks what leaking instances have in common against the healthy rest. Protocols come before nodes: code leaks, machines rarely do.
/// </summary>
internal sealed class Attribution(Census census)
{
    /// <summary>Attribute of an explanation: name of a protocol.</summary>
    public const string Protocol = "protocol";

    /// <summary>Attribute of an explanation: name and version of a protocol.</summary>
    public const string ProtocolVersion = "protocolVersion";

    /// <summary>Attribute of an explanation: a node.</summary>
    public const string Node = "node";

    /// <summary>Attribute of an explanation: one instance and nothing that it shares with others.</summary>
    public const string Instance = "instance";

    /// <summary>Attribute of an explanation: several attributes fit equally well.</summary>
    public const string Unidentifiable = "unidentifiable";

    private const double MostOfThem = 0.8;
    private const double Significant = 0.05;

    /// <summary>What explains the leak when its protocol is known from the types' own assemblies.</summary>
    /// <param name="suspects">The leak, wherever it stands.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="versions">Versions that leak.</param>
    public Explanation Explain(IReadOnlyList<Suspect> suspects, string protocol, IReadOnlyList<string> versions)
    {
        var leaking = suspects.Select(suspect => suspect.Instance).ToHashSet();
        var silent = census.HealthyBut(leaking).Except(census.ThoseThatShow(suspects, protocol)).ToList();
        var updated = census.BeforeTheyLeaked(suspects, protocol).Where(before => !versions.Any(version => Hosts(before, protocol, version)));
        List<InstanceStanding> healthy = [.. silent, .. updated];
        var whole = Table(leaking, healthy, Protocol, protocol, standing => Hosts(standing, protocol, null), owned: true);
        var best = whole;
        if (versions is [var version] && healthy.Any(standing => Hosts(standing, protocol, null) && !Hosts(standing, protocol, version)))
            best = Better(best, Table(leaking, healthy, ProtocolVersion, $"{protocol} {version}", standing => Hosts(standing, protocol, version), owned: true));

        // Healthy hosts of the same code point at the place instead.
        var healthyHosts = silent.Where(standing => versions.Any(v => Hosts(standing, protocol, v))).ToList();
        var nodes = leaking.Select(instance => instance.NodeId).Distinct().ToList();
        if (leaking.Count == 1 && healthyHosts.Count > 0)
            return new Explanation(Instance, nodes[0], 1, 1, 0, healthyHosts.Count, 1.0 / (healthyHosts.Count + 1), []);
        if (nodes is [var node] && healthyHosts.TrueForAll(standing => standing.Instance.NodeId != node))
            best = Better(best, Table(leaking, healthyHosts, Node, node, standing => standing.Instance.NodeId == node));
        return best;
    }

    /// <summary>What explains the leak when its types could be anybody's: the best of all attributes, and the protocol if that is one.</summary>
    /// <param name="leaking">Where it leaks.</param>
    /// <param name="undecided">Instances of which nothing can be said.</param>
    /// <returns>The explanation, the protocol it names, if any, and the leaking instances that it explains.</returns>
    public (Explanation Explanation, string? Protocol, IReadOnlySet<InstanceIdentity> Explained) Search(
        HashSet<InstanceIdentity> leaking, IReadOnlySet<InstanceIdentity> undecided)
    {
        var known = leaking.Where(instance => census.Find(instance) is not null).ToHashSet();
        var healthy = census.HealthyBut(leaking).Where(standing => !undecided.Contains(standing.Instance)).ToList();
        var tables = Tables(known, healthy).OrderBy(table => table.PValue).ThenByDescending(table => table.LeakingWith).ToList();

        var covering = tables.Where(table => table.LeakingWith >= (known.Count < 5 ? known.Count : MostOfThem * known.Count) && !IsVetoed(table)).ToList();
        if (covering.Count > 0)
            return Decide(covering, leaking);

        // Several causes of one type: peel off the clearest.
        var clearest = tables.FirstOrDefault(table => table.Attribute == Protocol && table.LeakingWith > 1 && table.LeakingWith == table.With && table.PValue < Significant);
        if (clearest is not null)
            return (clearest, clearest.Value, leaking.Where(instance => census.Find(instance) is { } standing && Hosts(standing, clearest.Value, null)).ToHashSet());

        return (PlaceOf(leaking, healthy.Count), null, leaking);
    }

    /// <summary>Versions of a protocol that the instances host.</summary>
    public IReadOnlyList<string> VersionsIn(IEnumerable<InstanceIdentity> instances, string protocol) =>
        [.. instances
            .SelectMany(instance => census.Find(instance)?.Protocols ?? [])
            .Where(hosted => hosted.Name == protocol)
            .Select(hosted => hosted.Version)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    private static (Explanation, string?, IReadOnlySet<InstanceIdentity>) Decide(List<Explanation> covering, IReadOnlySet<InstanceIdentity> leaking)
    {
        var best = covering[0];
        var ties = covering.Where(table => table.LeakingWith == best.LeakingWith && table.With == best.With).ToList();
        // A version says no more than its protocol when the protocol fits as well.
        ties.RemoveAll(table => table.Attribute == ProtocolVersion && ties.Exists(other => other.Attribute == Protocol && table.Value.StartsWith(other.Value + " ", StringComparison.Ordinal)));
        var protocols = ties.Where(table => table.Attribute != Node).ToList();
        var protocol = protocols is [var only] ? NameOf(only) : null;
        if (ties is [var single])
            return (single, protocol, leaking);

        var candidates = ties.Select(table => table.Value).Order(StringComparer.Ordinal).ToList();
        return (best with { Attribute = Unidentifiable, Value = string.Join(" | ", candidates), Candidates = candidates }, protocol, leaking);
    }

    // Of "Vendor Modem 1.0.0.4" the version is the last word.
    private static string NameOf(Explanation table) =>
        table.Attribute == Protocol ? table.Value : table.Value[..table.Value.LastIndexOf(' ')];

    // Carriers that don't leak speak against an attribute, unless they are few: leaks drown in the noise of some. In a small fleet nothing is
    // significant, and two of three must do.
    private static bool IsVetoed(Explanation table) =>
        table.With > table.LeakingWith
        && (table.PValue < Significant ? 2 * table.LeakingWith <= table.With : table.LeakingWith == 1 || 3 * table.LeakingWith < 2 * table.With);

    /// <summary>True when the instance hosts the protocol, in that version if one is given.</summary>
    public static bool Hosts(InstanceStanding standing, string protocol, string? version) =>
        standing.Protocols.Any(hosted => hosted.Name == protocol && (version is null || hosted.Version == version));

    private static Explanation Better(Explanation a, Explanation b) => b.PValue < a.PValue ? b : a;

    // The node names an instance to people; which of its processes it is, the incident lists.
    private static Explanation PlaceOf(HashSet<InstanceIdentity> leaking, int healthy) => leaking.Count == 1
        ? new Explanation(Instance, leaking.First().NodeId, 1, 1, 0, healthy, 1.0 / (healthy + 1), [])
        : new Explanation(Unidentifiable, "", leaking.Count, leaking.Count, 0, healthy, 1, []);

    private IEnumerable<Explanation> Tables(IReadOnlySet<InstanceIdentity> leaking, IReadOnlyList<InstanceStanding> healthy)
    {
        var hosted = leaking.SelectMany(instance => census.Find(instance)!.Protocols).ToList();
        foreach (var name in hosted.Select(protocol => protocol.Name).Distinct())
        {
            yield return Table(leaking, healthy, Protocol, name, standing => Hosts(standing, name, null));
            foreach (var version in hosted.Where(protocol => protocol.Name == name).Select(protocol => protocol.Version).Distinct())
                yield return Table(leaking, healthy, ProtocolVersion, $"{name} {version}", standing => Hosts(standing, name, version));
        }

        foreach (var node in leaking.Select(instance => instance.NodeId).Distinct())
            yield return Table(leaking, healthy, Node, node, standing => standing.Instance.NodeId == node);
    }

    private Explanation Table(
        IReadOnlySet<InstanceIdentity> leaking,
        IReadOnlyList<InstanceStanding> healthy,
        string attribute,
        string value,
        Func<InstanceStanding, bool> has,
        bool owned = false)
    {
        // What runs a protocol's code hosts the protocol, whatever the element log says.
        var leakingWith = leaking.Count(instance => owned && attribute == Protocol || census.Find(instance) is not { } standing || has(standing));
        var healthyWith = healthy.Count(has);
        var all = leaking.Count + healthy.Count;
        var p = FisherExact.UpperTail(leakingWith, leakingWith + healthyWith, leaking.Count, all);
        return new Explanation(
            attribute,
            value,
            leakingWith,
            leakingWith + healthyWith,
            leaking.Count - leakingWith,
            all - leakingWith - healthyWith,
            p,
            []);
    }
}
