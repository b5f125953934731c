using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>Strings, arrays and other types that could be anybody's grow along with what holds them: finds whose they are.</summary>
internal sealed class Companions(OwnerFinder owners, Attribution attribution, Census census)
{
    private const double UnlikeRatio = 5;
    private const double MostHeldByOne = 50;
    private const double LeastPartOfTime = 0.5;

    private readonly HashSet<string> _twoRates = new(StringComparer.Ordinal);

    /// <summary>Types that grow as usual with an owner here, and far faster there: where they grow as usual, the second cause is absent.</summary>
    public IReadOnlySet<string> TwoRates => _twoRates;

    /// <summary>Adds to causes what grows along with them in the same instances.</summary>
    /// <param name="anybodys">Suspects that nobody owns.</param>
    /// <param name="causes">Suspects of one cause each, owned ones among them.</param>
    /// <returns>Those that grow along with none.</returns>
    public List<Suspect> Fold(List<Suspect> anybodys, List<List<Suspect>> causes)
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

    /// <summary>Adds what grows along with a cause in other instances: it is that cause's there too, if they host the same protocol.</summary>
    /// <param name="anybodys">Suspects that nobody owns.</param>
    /// <param name="causes">Causes of protocols, with what grows along with them.</param>
    /// <returns>Those that grow along with none.</returns>
    public List<Suspect> FoldElsewhere(List<Suspect> anybodys, List<(string Protocol, List<Suspect> Suspects)> causes)
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

    // An object may hold thousands of others, but those have not grown for far longer than it has.
    private bool CanHold(List<Suspect> cause, Suspect held)
    {
        var own = cause.Where(suspect => suspect.Instance == held.Instance && owners.Find(suspect) is not null).ToList();
        if (own.Count == 0 || ObjectsPerHour(held) <= MostHeldByOne * own.Max(ObjectsPerHour))
            return true;

        var now = census.Find(held.Instance)?.LastSeen ?? held.Since;
        return now - own.Min(suspect => suspect.Since) >= LeastPartOfTime * (now - held.Since);
    }

    private static double ObjectsPerHour(Suspect suspect) => suspect.BytesPerHour.Estimate * suspect.Count / Math.Max(1, suspect.Bytes);

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

        if (attribution.Search(strangers.Select(suspect => suspect.Instance).ToHashSet(), new HashSet<InstanceIdentity>()).Protocol is null)
            return [];

        _twoRates.Add(strangers[0].Type!.Value.Name);
        return strangers;
    }

    private double RateOf(List<Suspect> cause, InstanceIdentity instance) =>
        cause.Where(suspect => suspect.Instance == instance && owners.Find(suspect) is not null).Sum(suspect => suspect.BytesPerHour.Estimate);
}
