using Fleet.Analysis.Statistics;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// Takes the fleet's word for what one instance could not prove. Tests go from protocol to type to instance: where a type of a protocol is
/// known to grow, a hint of it in one more instance is enough, if it lasts; and hints in most of several runs, ended ones too, are proof
/// together, by their number or by how clear they are, though each run was too short or too noisy to be.
/// </summary>
internal sealed class Pooling
{
    // Of runs that don't leak, at most so many show a hint of one type.
    private const double HintsByChance = 0.05;
    private const double Significant = 1e-6;
    private const double MostOfThem = 0.5;
    private const int LeastRuns = 3;
    private const int LeastOfCombined = 2;
    private const double SignificantTogether = 1e-7;
    // A suspect has the p-value of the best of so many windows; and no model of noise is good enough for less than this.
    private const int Windows = 4;
    private const double LeastPValue = 1e-6;
    private const int LooksOfHint = 4;
    private const int LooksToLast = 10;
    private const int LooksToLastIfUnlikely = 16;
    private const int LooksToLastIfAnybodys = 32;
    private const int InstancesToAgree = 2;
    private const int InstancesToAgreeIfAnybodys = 3;
    private const int ManyCarriers = 3;

    private readonly Census _census;
    private readonly OwnerFinder _owners;
    private readonly List<Suspect> _suspects;
    private readonly DateTimeOffset _now;

    /// <summary>Pools suspects of a fleet.</summary>
    public Pooling(IReadOnlyList<Suspect> suspects, Census census, DateTimeOffset now)
    {
        _census = census;
        _now = now;
        var familiar = new Familiar(census);
        var warmUps = new WarmUps(suspects, census);
        // Of an instance that is gone from the books, only what stands by itself counts.
        _suspects = [.. suspects.Where(suspect => !familiar.Is(suspect) && !warmUps.Is(suspect) && (suspect.Established || census.Find(suspect.Instance) is not null))];
        _owners = new OwnerFinder(_suspects);
    }

    /// <summary>What is to be explained: what stands by itself in running instances, and the hints that count.</summary>
    public IReadOnlyList<Suspect> Standing()
    {
        var standing = Confirmed([.. _suspects.Where(suspect => suspect.Established && IsRunning(suspect))]);
        var hints = _suspects.Except(standing).Where(suspect => _census.Find(suspect.Instance) is not null).ToList();
        if (hints.Count == 0)
            return standing;

        var known = standing.Select(KeyOf).OfType<(string, string)>().ToHashSet();
        var others = new List<Suspect>();
        foreach (var group in hints.GroupBy(suspect => (suspect.Kind, suspect.Type?.Name, Owner: _owners.Find(suspect)?.Protocol)))
        {
            if (group.Key is (LeakKind.Managed, { } name, { } owner))
            {
                if (known.Contains((owner, name)))
                    standing.AddRange(group.Where(suspect => IsRunning(suspect) && IsOlderThan(LooksOfHint, suspect)));
                else if (IsProven([.. group], owner))
                    standing.AddRange(Newest(group));
            }
            else
            {
                others.AddRange(group);
            }
        }

        AddOwnerless(standing, others);
        return standing;
    }

    // What one instance alone suspects may be a mood of the hour: it must last, the longer if it could be anybody's, and not slow down. What
    // several suspect at once needn't; what all types of .NET do in all processes, two may do by chance.
    private List<Suspect> Confirmed(List<Suspect> established) =>
        [.. established
            .GroupBy(suspect => (suspect.Kind, suspect.Type?.Name, Owner: _owners.Find(suspect)?.Protocol))
            .SelectMany(group => Agree(group.Key.Kind, [.. group]) ? group : group.Where(HasLasted))];

    private bool Agree(LeakKind kind, List<Suspect> suspects) =>
        suspects.DistinctBy(suspect => suspect.Instance).Count() >= (kind == LeakKind.Managed && suspects.Exists(IsAnybodys) ? InstancesToAgreeIfAnybodys : InstancesToAgree);

    private bool IsAnybodys(Suspect suspect) => _owners.Find(suspect) is null && !_census.IsOfProgram(suspect);

    private int LooksFor(Suspect suspect)
    {
        // Memory beside the heap and holes are anybody's, too, but there is only one series of them.
        if (_owners.Find(suspect) is not { } owner)
            return !IsAnybodys(suspect) ? LooksToLast : suspect.Kind == LeakKind.Managed ? LooksToLastIfAnybodys : LooksToLastIfUnlikely;

        // Others run the same code and show nothing.
        var healthy = _census.All.Count(standing => standing.Judged
            && !Census.HasEnded(standing, _now)
            && Attribution.Hosts(standing, owner.Protocol, owner.Version)
            && _census.IsClean(standing.Instance, suspect));
        return healthy >= ManyCarriers ? LooksToLastIfUnlikely : LooksToLast;
    }

    // The more runs of the target lived as long and showed nothing, the likelier one that does is chance.
    private bool HasLasted(Suspect suspect)
    {
        if (suspect.Slowing)
            return false;
        if (_census.Find(suspect.Instance) is not { Summaries: > 1 } standing)
            return true;

        var innocent = _census.Predecessors(standing, suspect.Since - standing.FirstSeen).Count(run => _census.IsClean(run.Instance, suspect));
        return standing.LastSeen - suspect.Since >= LooksFor(suspect) * (1 + innocent) * standing.LookInterval;
    }

    private void AddOwnerless(List<Suspect> standing, List<Suspect> others)
    {
        // What grows along with a leak that has a name needs no proof of its own.
        var leaking = standing.Where(suspect => suspect.Kind == LeakKind.Managed).Select(suspect => suspect.Instance).ToHashSet();
        foreach (var group in others.GroupBy(suspect => (suspect.Kind, suspect.Type)))
        {
            var rest = new List<Suspect>();
            foreach (var suspect in group.Where(suspect => _census.Find(suspect.Instance) is not null))
            {
                if (suspect.Kind == LeakKind.Managed && IsRunning(suspect) && leaking.Contains(suspect.Instance))
                    standing.Add(suspect);
                else
                    rest.Add(suspect);
            }

            var all = rest.Concat(standing.Where(suspect => (suspect.Kind, suspect.Type) == group.Key)).ToList();
            var protocols = rest.SelectMany(suspect => _census.Find(suspect.Instance)!.Protocols).Select(hosted => hosted.Name).Distinct();
            if (protocols.FirstOrDefault(protocol => IsProven(all, protocol)) is { } proven)
                standing.AddRange(Newest(rest.Where(suspect => Attribution.Hosts(_census.Find(suspect.Instance)!, proven, null))));
        }
    }

    // Over all versions, or over one of them.
    private bool IsProven(List<Suspect> hints, string protocol)
    {
        if (hints.Count < LeastOfCombined)
            return false;

        var hinting = hints
            .Where(suspect => _census.Find(suspect.Instance) is not null)
            .GroupBy(suspect => suspect.Instance)
            .ToDictionary(group => group.Key, group => group.Min(suspect => suspect.PValue));
        var versions = hinting
            .SelectMany(run => _census.Find(run.Key)!.Protocols)
            .Where(hosted => hosted.Name == protocol)
            .Select(hosted => hosted.Version)
            .Distinct();
        return versions.Prepend(null).Any(version =>
        {
            var runs = _census.All.Where(standing => (standing.Judged || hinting.ContainsKey(standing.Instance)) && Attribution.Hosts(standing, protocol, version)).ToList();
            var with = runs.Count(standing => hinting.ContainsKey(standing.Instance));
            if (with < MostOfThem * runs.Count)
                return false;
            return (with >= LeastRuns && Binomial.UpperTail(with, runs.Count, HintsByChance) < Significant)
                || (with >= LeastOfCombined && FisherCombination.UpperTail(runs.Sum(LogOf), runs.Count) < SignificantTogether);

            double LogOf(InstanceStanding standing) =>
                hinting.TryGetValue(standing.Instance, out var pValue) ? -Math.Log(Math.Clamp(Windows * pValue, LeastPValue, 1)) : 0;
        });
    }

    // Of each target the run that goes on, or the last one when that is too young to tell.
    private IEnumerable<Suspect> Newest(IEnumerable<Suspect> hints)
    {
        var all = hints.ToList();
        var hinting = all.Select(suspect => suspect.Instance).ToHashSet();
        return all
            .GroupBy(suspect => (suspect.Instance.NodeId, _census.Find(suspect.Instance)!.ProcessName, suspect.Type))
            .SelectMany(target => target.Any(IsRunning) ? target.Where(IsRunning) : [target.MaxBy(suspect => suspect.Instance.StartedAt)!])
            .Where(suspect => IsRunning(suspect) || !_census.Successors(_census.Find(suspect.Instance)!, hinting).Any(successor => successor.Judged));
    }

    private bool IsOlderThan(int looks, Suspect suspect) =>
        _census.Find(suspect.Instance) is not { } standing || standing.LastSeen - suspect.Since >= looks * standing.LookInterval;

    private bool IsRunning(Suspect suspect) => _census.Find(suspect.Instance) is not { } standing || !Census.HasEnded(standing, _now);

    private (string, string)? KeyOf(Suspect suspect) =>
        suspect.Type is { } type && _owners.Find(suspect) is { } owner ? (owner.Protocol, type.Name) : null;
}
