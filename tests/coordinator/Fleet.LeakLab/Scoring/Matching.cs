using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Scoring;

/// <summary>Which incident speaks of which leak.</summary>
internal static class Matching
{
    private const double ByType = 4;
    private const double ByHead = 2;
    private const double ByProtocol = 3;
    private const double ByModule = 2;

    /// <summary>
    /// How well an incident fits a leak; 0 when it does not speak of it. It must be of the same kind, on an instance that leaks, and (managed)
    /// be called by a type of the leak, or name one of its own types among the related.
    /// </summary>
    public static double Fit(ClaimedIncident claim, TrueIncident leak)
    {
        if (claim.Kind != leak.Kind && !leak.OtherKinds.Contains(claim.Kind))
            return 0;
        var instances = leak.Instances.Select(instance => new ClaimedInstance(instance.Node, instance.Pid, instance.StartedAt)).ToHashSet();
        var hit = claim.Instances.Count(instance => instances.Contains(instance with { StartedAt = instance.StartedAt.ToUniversalTime() }));
        if (hit == 0)
            return 0;

        var fit = (double)hit / claim.Instances.Count;
        if (leak.Kind == "managed" && claim.Kind == "managed")
        {
            var head = leak.Heads.Any(type => type.Name == claim.Type);
            var any = leak.Types.Any(type => type.Name == claim.Type);
            var related = Own(leak).Any(type => claim.RelatedTypes.Contains(type.Name));
            if (!any && !related)
                return 0;
            // A type that many have in common is no proof when somebody else is blamed for it.
            if (!related && !Own(leak).Any(type => type.Name == claim.Type) && leak.ProtocolIdentifiable && claim.Protocol is not null && claim.Protocol.Name != leak.Protocol?.Name)
                return 0;
            fit += (any ? ByType : 0) + (head ? ByHead : 0) + (leak.Heads.Any(type => type.Module == claim.Module) ? ByModule : 0);
        }

        return fit + (claim.Protocol is not null && claim.Protocol.Name == leak.Protocol?.Name ? ByProtocol : 0);
    }

    /// <summary>The leak's types that nobody else has; all by which it may be called when there are none.</summary>
    private static IEnumerable<TrueType> Own(TrueIncident leak)
    {
        var own = leak.Heads.Where(type => !type.Name.StartsWith("System.", StringComparison.Ordinal) || type.Name.Contains('<', StringComparison.Ordinal)).ToList();
        return own.Count > 0 ? own : leak.Heads;
    }

    /// <summary>Each incident with the leak it speaks of, or null; of several that speak of one leak, the best fitting one is the first.</summary>
    public static List<Match> Match(IReadOnlyList<ClaimedIncident> claims, IReadOnlyList<TrueIncident> leaks)
    {
        var pairs = (from claim in Enumerable.Range(0, claims.Count)
                     from leak in Enumerable.Range(0, leaks.Count)
                     let fit = Fit(claims[claim], leaks[leak])
                     where fit > 0
                     orderby leaks[leak].Standing descending, fit descending, claim
                     select (claim, leak, fit)).ToList();
        var found = new Match?[claims.Count];
        var taken = new HashSet<int>();
        foreach (var (claim, leak, _) in pairs)
        {
            if (found[claim] is null && taken.Add(leak))
                found[claim] = new Match(claims[claim], leaks[leak], Duplicate: false);
        }

        foreach (var (claim, leak, _) in pairs.OrderByDescending(pair => pair.fit))
            found[claim] ??= new Match(claims[claim], leaks[leak], Duplicate: true);
        return [.. found.Select((match, i) => match ?? new Match(claims[i], null, Duplicate: false))];
    }
}

/// <summary>An incident and the leak that it speaks of.</summary>
/// <param name="Claim">The incident.</param>
/// <param name="Leak">The leak; null when there is none.</param>
/// <param name="Duplicate">Whether another incident speaks of the same leak and fits better.</param>
internal sealed record Match(ClaimedIncident Claim, TrueIncident? Leak, bool Duplicate);
