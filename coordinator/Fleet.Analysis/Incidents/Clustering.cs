using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>Sorts suspects by cause: types of QActions by their protocol, what grows along with them, and what nobody owns.</summary>
internal sealed class Clustering(IReadOnlyList<Suspect> suspects, Census census)
{
    private const double MostlyInside = 0.5;
    private const double LeastPartOfProtocol = 0.1;
    private const double LeastPartOfHeld = 0.01;

    private readonly OwnerFinder _owners = new(suspects);
    private readonly Attribution _attribution = new(census);

    /// <summary>All causes.</summary>
    public IReadOnlyList<Cluster> Clusters()
    {
        var managed = suspects.Where(suspect => suspect.Kind == LeakKind.Managed).ToList();
        var owned = managed.Where(suspect => _owners.Find(suspect) is not null)
            .GroupBy(suspect => _owners.Find(suspect)!.Protocol)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => SplitByQAction([.. group])
                .SelectMany(qaction => SplitByInstances(qaction))
                .Select(types => (Protocol: group.Key, Suspects: types)))
            .ToList();

        var companions = new Companions(_owners, _attribution, census);
        var anybodys = managed.Where(suspect => _owners.Find(suspect) is null).ToList();
        anybodys = companions.Fold(anybodys, [.. owned.Select(cause => cause.Suspects)]);
        anybodys = companions.FoldElsewhere(anybodys, owned);
        List<Cluster> clusters = [.. owned.Select(cause => Owned(cause.Protocol, cause.Suspects)), .. ByProgram(anybodys, LeakKind.Managed, companions.TwoRates)];
        List<Cluster> others =
        [
            .. ByProgram([.. suspects.Where(suspect => suspect.Kind == LeakKind.Native)], LeakKind.Native),
            .. ByProgram([.. suspects.Where(suspect => suspect.Kind == LeakKind.Fragmentation)], LeakKind.Fragmentation),
        ];
        return CountedShadows.Fold(Shadows.Fold(clusters, others), Counted);
    }

    // Whose assembly or type it is, says its name; what could be anybody's is compared over the fleet, each kind of handles by itself. Whatever
    // waits for finalizers waits for one thread.
    private IReadOnlyList<Cluster> Counted(LeakKind kind)
    {
        var all = suspects.Where(suspect => suspect.Kind == kind).ToList();
        var owned = all.Where(suspect => _owners.Find(suspect) is not null).ToList();
        return
        [
            .. owned
                .GroupBy(suspect => _owners.Find(suspect)!.Protocol)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => CountedCauses.Owned(kind, [.. group], _owners, _attribution)),
            .. all.Except(owned)
                .GroupBy(suspect => kind == LeakKind.Finalizers ? null : suspect.Culprit?.Name)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => ByProgram([.. group], kind)),
        ];
    }

    // Two QActions of a protocol leak each on its own. What is small beside another's leak is held by it.
    private List<List<Suspect>> SplitByQAction(List<Suspect> ofProtocol)
    {
        var byQAction = ofProtocol.GroupBy(suspect => _owners.Find(suspect)!.QActionId).OrderByDescending(group => RateOf(group)).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        var all = byQAction.Sum(group => RateOf(group));
        var large = byQAction.Where((group, i) => i == 0 || RateOf(group) >= LeastPartOfProtocol * all).Select(group => group.ToList()).ToList();
        large[0].AddRange(byQAction.Skip(large.Count).SelectMany(group => group));
        return large;
    }

    // Types that show in other instances than the fastest one have another cause, unless one is made of the other, or an update may have
    // given it another name.
    private IEnumerable<List<Suspect>> SplitByInstances(List<Suspect> rest)
    {
        while (rest.Count > 0)
        {
            var byType = rest.GroupBy(suspect => suspect.Type!.Value.Name).ToList();
            var lead = byType.MaxBy(type => type.Sum(suspect => suspect.BytesPerHour.Estimate))!;
            var where = lead.Select(suspect => suspect.Instance).ToHashSet();
            var together = byType
                .Where(type => type.Key == lead.Key || IsMadeOf(type.Key, lead.Key) || IsMadeOf(lead.Key, type.Key) || IsOfOtherVersions(type, lead)
                    || type.Count(suspect => where.Contains(suspect.Instance)) > MostlyInside * type.Count())
                .SelectMany(type => type)
                .ToList();
            yield return together;
            rest = [.. rest.Except(together)];
        }
    }

    private bool IsOfOtherVersions(IEnumerable<Suspect> type, IEnumerable<Suspect> other) => !VersionsOf(type).Intersect(VersionsOf(other), StringComparer.Ordinal).Any();

    private IEnumerable<string> VersionsOf(IEnumerable<Suspect> type) => type.Select(suspect => _owners.Find(suspect)!.Version);

    private static bool IsMadeOf(string type, string other) => TypeNames.In(type).Any(name => TypeNames.IsOrIsNestedIn(name, other));

    private Cluster Owned(string protocol, List<Suspect> members)
    {
        var own = members
            .Select(suspect => (Suspect: suspect, Owner: _owners.Find(suspect)))
            .Where(pair => pair.Owner is not null)
            .ToList();
        // The type of the QAction itself, not the dictionary of it, though that may be larger.
        var direct = own.Where(pair => pair.Suspect.Type!.Value.Module == pair.Owner!.ToString()).ToList();
        var lead = (direct.Count > 0 ? direct : own)
            .GroupBy(pair => pair.Suspect.Type!.Value.Name)
            .OrderByDescending(type => type.Sum(pair => pair.Suspect.BytesPerHour.Estimate))
            .ThenBy(type => type.Key, StringComparer.Ordinal)
            .First();
        var qaction = lead.MaxBy(pair => pair.Suspect.BytesPerHour.Estimate).Owner!.QActionId;
        IReadOnlyList<string> versions =
        [
            .. own.Select(pair => pair.Owner!.Version)
                .Concat(census.VersionsThatLeaked(protocol, qaction))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return new Cluster
        {
            Kind = LeakKind.Managed,
            Suspects = members,
            Type = lead.Key,
            TypeIsOfProgram = direct.Count > 0,
            Protocol = protocol,
            Versions = versions,
            QAction = qaction,
            ExplainedBy = _attribution.Explain(members, protocol, versions),
        };
    }

    // A program's own types hold those of .NET that leak along with them in the same instances, large as those may be.
    private bool CanHold(IEnumerable<Suspect> type, IEnumerable<Suspect> fastest) =>
        type.All(census.IsOfProgram)
        && RateOf(type) >= LeastPartOfHeld * RateOf(fastest)
        && fastest.Select(suspect => suspect.Instance).ToHashSet().IsSubsetOf(type.Select(suspect => suspect.Instance));

    private static double RateOf(IEnumerable<Suspect> suspects) => suspects.Sum(suspect => suspect.BytesPerHour.Estimate);

    // What hosts protocols shares their code with others; other programs have nothing in common but .NET, whose types all of them have.
    private IEnumerable<Cluster> ByProgram(IReadOnlyList<Suspect> ownerless, LeakKind kind, IReadOnlySet<string>? twoRates = null) => ownerless
        .GroupBy(suspect => census.ProgramOf(suspect.Instance))
        .OrderBy(program => program.Key, StringComparer.Ordinal)
        .SelectMany(program => Ownerless([.. program], kind, twoRates).Select(cause => cause with { Program = program.Key }));

    private IEnumerable<Cluster> Ownerless(List<Suspect> rest, LeakKind kind, IReadOnlySet<string>? twoRates = null)
    {
        while (rest.Count > 0)
        {
            var byType = rest.GroupBy(suspect => suspect.Type?.Name).ToList();
            var fastest = byType.MaxBy(RateOf)!;
            var holder = byType.Where(type => CanHold(type, fastest)).MaxBy(RateOf);
            var lead = holder ?? fastest;
            var leaking = lead.Select(suspect => suspect.Instance).ToHashSet();
            // Where the same type grows for a known reason, nothing can be said about another; nor where there is a hint of it.
            HashSet<InstanceIdentity> undecided = lead.Key is { } name && twoRates?.Contains(name) == true ? [] :
            [
                .. suspects.Where(suspect => suspect.Kind == kind && suspect.Type?.Name == lead.Key).Select(suspect => suspect.Instance),
                .. census.Suspicious(kind, lead.Key),
            ];
            var (explanation, protocol, explained) = _attribution.Search(leaking, undecided);
            var together = rest.Where(suspect => explained.Contains(suspect.Instance)).ToList();
            rest = [.. rest.Except(together)];
            yield return new Cluster
            {
                Kind = kind,
                Suspects = together,
                Type = lead.Key,
                TypeIsOfProgram = holder is not null || lead.All(census.IsOfProgram),
                Protocol = protocol,
                Versions = protocol is null ? [] : _attribution.VersionsIn(explained, protocol),
                ExplainedBy = explanation,
            };
        }
    }
}
