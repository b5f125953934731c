using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>Sorts suspects by cause: types of QActions by their protocol, what grows along with them, and what nobody owns.</summary>
internal sealed class Clustering(IReadOnlyList<Suspect> suspects, Census census)
{
    private const double MostlyInside = 0.5;
    private const double UnlikeRatio = 5;
    private const double LeastPartOfProtocol = 0.1;
    private const double MostHeldByOne = 50;
    private const double LeastPartOfTime = 0.5;

    private readonly OwnerFinder _owners = new(suspects);
    private readonly Attribution _attribution = new(census);
    // Types that grow as usual with an owner here, and far faster there: where they grow as usual, the second cause is absent.
    private readonly HashSet<string> _twoRates = new(StringComparer.Ordinal);

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

        var anybodys = managed.Where(suspect => _owners.Find(suspect) is null).ToList();
        anybodys = Fold(anybodys, [.. owned.Select(cause => cause.Suspects)]);
        anybodys = FoldElsewhere(anybodys, owned);
        List<Cluster> clusters = [.. owned.Select(cause => Owned(cause.Protocol, cause.Suspects)), .. Ownerless(anybodys, LeakKind.Managed)];
        List<Cluster> others =
        [
            .. Ownerless([.. suspects.Where(suspect => suspect.Kind == LeakKind.Native)], LeakKind.Native),
            .. Ownerless([.. suspects.Where(suspect => suspect.Kind == LeakKind.Fragmentation)], LeakKind.Fragmentation),
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
                .SelectMany(group => Ownerless([.. group], kind)),
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

        static double RateOf(IEnumerable<Suspect> group) => group.Sum(suspect => suspect.BytesPerHour.Estimate);
    }

    // Types that show in other instances than the fastest one have another cause, unless one is made of the other.
    private static IEnumerable<List<Suspect>> SplitByInstances(List<Suspect> rest)
    {
        while (rest.Count > 0)
        {
            var byType = rest.GroupBy(suspect => suspect.Type!.Value.Name).ToList();
            var lead = byType.MaxBy(type => type.Sum(suspect => suspect.BytesPerHour.Estimate))!;
            var where = lead.Select(suspect => suspect.Instance).ToHashSet();
            var together = byType
                .Where(type => type.Key == lead.Key || IsMadeOf(type.Key, lead.Key) || IsMadeOf(lead.Key, type.Key) || type.Count(suspect => where.Contains(suspect.Instance)) > MostlyInside * type.Count())
                .SelectMany(type => type)
                .ToList();
            yield return together;
            rest = [.. rest.Except(together)];
        }
    }

    private static bool IsMadeOf(string type, string other) => TypeNames.In(type).Any(name => TypeNames.IsOrIsNestedIn(name, other));

    // Strings and arrays grow along with what holds them. Returns those that don't.
    private List<Suspect> Fold(List<Suspect> anybodys, List<List<Suspect>> causes)
    {
        var instancesOf = causes.ToDictionary(cause => cause, cause => cause.Select(suspect => suspect.Instance).ToHashSet());
        var rest = new List<Suspect>();
        foreach (var type in anybodys.GroupBy(suspect => suspect.Type!.Value).OrderBy(type => type.Key.Name, StringComparer.Ordinal).ToList())
        {
            var where = type.Select(suspect => suspect.Instance).ToHashSet();
            var folded = new Dictionary<List<Suspect>, List<Suspect>>();
            foreach (var suspect in type)
            {
                var cause = causes
                    .Where(cause => instancesOf[cause].Contains(suspect.Instance) && CanHold(cause, suspect))
                    .OrderByDescending(cause => instancesOf[cause].Count(where.Contains) / (double)instancesOf[cause].Union(where).Count())
                    .ThenByDescending(cause => RateOf(cause, suspect.Instance))
                    .FirstOrDefault();
                if (cause is null)
                    rest.Add(suspect);
                else if (folded.TryGetValue(cause, out var companions))
                    companions.Add(suspect);
                else
                    folded.Add(cause, [suspect]);
            }

            foreach (var (cause, companions) in folded)
            {
                var strangers = TooFast(companions, cause);
                cause.AddRange(companions.Except(strangers));
                rest.AddRange(strangers);
            }
        }

        return rest;
    }

    // An object may hold thousands of others, but those have not grown for far longer than it has.
    private bool CanHold(List<Suspect> cause, Suspect held)
    {
        var own = cause.Where(suspect => suspect.Instance == held.Instance && _owners.Find(suspect) is not null).ToList();
        if (own.Count == 0 || ObjectsPerHour(held) <= MostHeldByOne * own.Max(ObjectsPerHour))
            return true;

        var now = census.Find(held.Instance)?.LastSeen ?? held.Since;
        return now - own.Min(suspect => suspect.Since) >= LeastPartOfTime * (now - held.Since);
    }

    private static double ObjectsPerHour(Suspect suspect) => suspect.BytesPerHour.Estimate * suspect.Count / Math.Max(1, suspect.Bytes);

    // What grows along with a cause in some instances is that cause's in others too, if they host the same protocol.
    private List<Suspect> FoldElsewhere(List<Suspect> anybodys, List<(string Protocol, List<Suspect> Suspects)> causes)
    {
        var types = causes.Select(cause => (Cause: cause, Types: cause.Suspects.Select(suspect => suspect.Type).ToHashSet())).ToList();
        var rest = new List<Suspect>();
        foreach (var suspect in anybodys)
        {
            var cause = types.FirstOrDefault(pair => !_twoRates.Contains(suspect.Type!.Value.Name)
                && pair.Types.Contains(suspect.Type)
                && census.Find(suspect.Instance) is { } standing
                && Attribution.Hosts(standing, pair.Cause.Protocol, null)).Cause;
            if (cause.Suspects is { } members)
                members.Add(suspect);
            else
                rest.Add(suspect);
        }

        return rest;
    }

    // Of what an object holds there is about as much everywhere. Where there is far more, something else holds it too.
    private List<Suspect> TooFast(List<Suspect> companions, List<Suspect> cause)
    {
        if (companions.Count < 3)
            return [];

        var ratios = companions.Select(suspect => (Suspect: suspect, Ratio: suspect.BytesPerHour.Estimate / Math.Max(1, RateOf(cause, suspect.Instance)))).OrderBy(pair => pair.Ratio).ToList();
        var usual = ratios[(ratios.Count - 1) / 2].Ratio;
        var strangers = ratios.Where(pair => pair.Ratio > UnlikeRatio * usual).Select(pair => pair.Suspect).ToList();
        if (strangers.Count == 0)
            return [];

        var leaking = strangers.Select(suspect => suspect.Instance).ToHashSet();
        if (_attribution.Search(leaking, new HashSet<InstanceIdentity>()).Protocol is null)
            return [];

        _twoRates.Add(strangers[0].Type!.Value.Name);
        return strangers;
    }

    private double RateOf(List<Suspect> cause, InstanceIdentity instance) =>
        cause.Where(suspect => suspect.Instance == instance && _owners.Find(suspect) is not null).Sum(suspect => suspect.BytesPerHour.Estimate);

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
        IReadOnlyList<string> versions = [.. own.Select(pair => pair.Owner!.Version).Distinct().Order(StringComparer.Ordinal)];
        return new Cluster
        {
            Kind = LeakKind.Managed,
            Suspects = members,
            Type = lead.Key,
            Protocol = protocol,
            Versions = versions,
            QAction = lead.MaxBy(pair => pair.Suspect.BytesPerHour.Estimate).Owner!.QActionId,
            ExplainedBy = _attribution.Explain(members.Select(suspect => suspect.Instance).ToHashSet(), protocol, versions),
        };
    }

    private IEnumerable<Cluster> Ownerless(List<Suspect> rest, LeakKind kind)
    {
        while (rest.Count > 0)
        {
            var byType = rest.GroupBy(suspect => suspect.Type?.Name).ToList();
            var lead = byType.MaxBy(type => type.Sum(suspect => suspect.BytesPerHour.Estimate))!;
            var leaking = lead.Select(suspect => suspect.Instance).ToHashSet();
            // Where the same type grows for a known reason, nothing can be said about another; nor where there is a hint of it.
            var undecided = suspects
                .Where(suspect => suspect.Kind == kind && suspect.Type?.Name == lead.Key && !_twoRates.Contains(lead.Key ?? ""))
                .Select(suspect => suspect.Instance)
                .Concat(_twoRates.Contains(lead.Key ?? "") ? [] : census.Suspicious(kind, lead.Key))
                .ToHashSet();
            var (explanation, protocol, explained) = _attribution.Search(leaking, undecided);
            var together = rest.Where(suspect => explained.Contains(suspect.Instance)).ToList();
            rest = [.. rest.Except(together)];
            yield return new Cluster
            {
                Kind = kind,
                Suspects = together,
                Type = lead.Key,
                Protocol = protocol,
                Versions = protocol is null ? [] : _attribution.VersionsIn(explained, protocol),
                ExplainedBy = explanation,
            };
        }
    }
}
