using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// Knows of types whether they stop to grow, and where, from the runs of the fleet that lived longest: where processes are restarted before
/// their caches are full, every run grows to its end, and only the longest ones show that it would not have gone on.
/// </summary>
internal sealed class WarmUps
{
    private const int LeastRuns = 3;
    private const double PartOfRuns = 1.0 / 3;
    private const double Margin = 1.15;

    private readonly Dictionary<ulong, Warm> _types = [];
    private readonly Census _census;

    /// <summary>Learns from all runs, ended ones too.</summary>
    public WarmUps(IReadOnlyList<Suspect> suspects, Census census)
    {
        _census = census;
        var runs = new Dictionary<ulong, Dictionary<InstanceIdentity, Run>>();
        foreach (var suspect in suspects)
        {
            if (suspect is not { Established: true, Type: { } type } || census.Find(suspect.Instance) is not { } standing)
                continue;

            var key = SettledLevel.Key(type);
            if (!runs.TryGetValue(key, out var ofType))
                runs.Add(key, ofType = []);
            Add(ofType, suspect.Instance, new Run(standing.Summaries, suspect.Slowing, suspect.Survivors));
        }

        foreach (var standing in census.All)
        {
            foreach (var level in standing.Settled)
            {
                if (runs.TryGetValue(level.Type, out var ofType))
                    Add(ofType, standing.Instance, new Run(standing.Summaries, true, level.Bytes));
            }
        }

        foreach (var (key, ofType) in runs)
        {
            if (WarmIn(ofType.Values) is { } warm)
                _types.Add(key, warm);
        }
    }

    /// <summary>True when the type stops to grow in longer runs, as a rule, and has not come to take more in the suspect's run than there.</summary>
    public bool Is(Suspect suspect)
    {
        if (suspect.Type is not { } type
            || !_types.TryGetValue(SettledLevel.Key(type), out var warm)
            || _census.Find(suspect.Instance) is not { } standing)
        {
            return false;
        }

        // What one QAction takes depends on its elements; what could be anybody's is of other use in every process.
        var level = QActionAssembly.TryParse(suspect.OwnerModule ?? type.Module, out _) ? warm.Highest : warm.Usual;
        return standing.Summaries < warm.Looks && suspect.Survivors <= Margin * level;
    }

    // Several QActions of a protocol may have a type of one name: what one run takes is what they take together.
    private static void Add(Dictionary<InstanceIdentity, Run> runs, InstanceIdentity instance, Run run) =>
        runs[instance] = runs.TryGetValue(instance, out var other) ? new Run(run.Looks, run.Stops && other.Stops, run.Bytes + other.Bytes) : run;

    private static Warm? WarmIn(IReadOnlyCollection<Run> runs)
    {
        if (runs.Count < LeastRuns)
            return null;

        // Whoever lived as long as the last of them is one of them: the order of runs tells nothing.
        var least = runs.Select(run => run.Looks).OrderDescending().ElementAt(Math.Max(LeastRuns, (int)(PartOfRuns * runs.Count)) - 1);
        var longest = runs.Where(run => run.Looks >= least).ToList();
        var levels = longest.Where(run => run.Stops).Select(run => run.Bytes).Order().ToList();
        return 2 * levels.Count >= longest.Count ? new Warm(least, levels[(levels.Count - 1) / 2], levels[^1]) : null;
    }

    private readonly record struct Run(long Looks, bool Stops, double Bytes);

    // Looks that the shortest of the longest runs had, and what the type takes where it has stopped to grow, in bytes.
    private readonly record struct Warm(long Looks, double Usual, double Highest);
}
