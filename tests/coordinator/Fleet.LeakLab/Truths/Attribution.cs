using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Simulation;

namespace Fleet.LeakLab.Truths;

/// <summary>Whom a leak can be traced to, by who leaks and who doesn't.</summary>
internal sealed class Attribution
{
    // Fewer on either side is an anecdote.
    private const int Support = 2;

    public Attribution(GrowthPlan growth, LeakLabel label, List<RunLeak> leaks, List<RunRecord> runs)
    {
        var all = runs.Select(run => run.Run.Target).Distinct().ToList();
        var leaking = leaks.Select(leak => leak.Run.Run.Target).ToHashSet();
        var protocols = all.SelectMany(target => target.Hostings).Select(hosting => hosting.Protocol).Distinct().ToList();
        Versions = [.. leaks.Where(leak => leak.State.Version is not null).Select(leak => leak.State.Version!).Distinct().Order(StringComparer.Ordinal)];
        var explanations = new HashSet<TrueAttribute>();
        var fits = protocols.Count(protocol => Same(leaking, all, target => target.Hosts(protocol)));
        var nodes = all.Select(target => target.Node).Distinct().Count(node => Same(leaking, all, target => target.Node == node));
        // Several processes of a program without protocols share nothing that an attribute could name, and no one of them is the cause.
        var isProgram = leaking.Count > 1 && leaking.All(target => target.Hostings.Count == 0);
        UnidentifiableIsRight = leaking.Count == all.Count || fits + nodes > 1 || leaking.Count == 1 || (isProgram && nodes == 0);

        if (growth.Protocol is { } owner)
        {
            var contrast = leaking.Count >= Support && all.Count - leaking.Count >= Support;
            var fitsOwner = Same(leaking, all, target => Versions.Any(version => target.Hosts(owner, version)));
            var others = protocols.Exists(other => other != owner && Same(leaking, all, target => target.Hosts(other)));
            ProtocolIdentifiable = label.OwnModule || (contrast && fitsOwner && !others);
            var known = all.SelectMany(target => target.Hostings).Where(hosting => hosting.Protocol == owner).Select(hosting => hosting.Version).ToHashSet();
            VersionIdentifiable = label.OwnModule || (ProtocolIdentifiable && known.SetEquals(Versions));
            if (label.CauseAttribute is "protocol" or "protocolVersion" or "instance")
            {
                // With healthy carriers of the version, neither is the whole answer, and both are true of all that leak.
                if (label.CauseAttribute != "protocolVersion" || known.SetEquals(Versions))
                    explanations.Add(new("protocol", owner.Name));
                if (label.CauseAttribute != "protocol" || Versions.Count == 1)
                    explanations.UnionWith(Versions.Select(version => new TrueAttribute("protocolVersion", $"{owner.Name} {version}")));
            }
        }

        // Whoever is always where the leak is may be the one: naming one of them would be a guess.
        if (growth.Protocol is not null && !label.OwnModule && fits > 1)
            explanations.Clear();
        if ((label.CauseAttribute == "instance" && !isProgram) || leaking.Count == 1)
            explanations.UnionWith(leaking.Select(target => new TrueAttribute("instance", target.Node)));
        if (label.CauseAttribute == "node" || leaking.Count == 1 || nodes > 0)
            explanations.UnionWith(leaking.Select(target => new TrueAttribute("node", target.Node)));
        Explanations = [.. explanations];
    }

    /// <summary>Versions of the protocol that leak.</summary>
    public IReadOnlyList<string> Versions { get; }

    public bool ProtocolIdentifiable { get; }

    public bool VersionIdentifiable { get; }

    /// <summary>What may be given as explanation.</summary>
    public IReadOnlyList<TrueAttribute> Explanations { get; }

    /// <summary>Whether several attributes fit equally well, or there is nobody to compare with.</summary>
    public bool UnidentifiableIsRight { get; }

    private static bool Same(HashSet<TargetPlan> leaking, List<TargetPlan> all, Func<TargetPlan, bool> has) =>
        all.TrueForAll(target => has(target) == leaking.Contains(target));
}
