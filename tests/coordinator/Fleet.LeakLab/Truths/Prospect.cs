using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Simulation;

namespace Fleet.LeakLab.Truths;

/// <summary>How the leaks of a run would go on after the end of the series.</summary>
internal sealed class Prospect
{
    private const double Year = 24 * 365;

    // What the collector commits beyond what it holds.
    private const double Committed = 1.02;

    private readonly HashSet<GrowthState> _growing = [];

    /// <summary>Hours from the end of the series until private bytes reach the limit; null: not within a year, no limit, or not alive.</summary>
    public double? HoursToLimit { get; private set; }

    /// <summary>Whether a leak goes on after the end.</summary>
    public bool Grows(GrowthState state) => _growing.Contains(state);

    public static Prospect Of(FleetPlan plan, RunRecord run)
    {
        var prospect = new Prospect();
        var leaks = run.Run.Growths.Where(growth => growth.Plan.Leak is not null && growth.Samples.Count > 0).ToList();
        if (leaks.Count == 0 || !double.IsNaN(run.End))
            return prospect;

        var before = leaks.ToDictionary(leak => leak, leak => leak.Bytes);
        var now = before.Values.Sum();
        var room = run.Run.Target.LimitBytes - run.Run.OrdinaryPrivate - (Committed * now);
        var step = Math.Max(0.02, plan.Hours / 400);
        for (var ahead = step; ahead < Year; ahead += step)
        {
            var sum = 0.0;
            foreach (var leak in leaks)
                sum += run.Run.Foresee(leak, plan.Hours + ahead, step);
            if (run.Run.Target.LimitBytes > 0 && prospect.HoursToLimit is null && Committed * (sum - now) >= room)
                prospect.HoursToLimit = ahead;
            if (ahead <= plan.Hours)
            {
                foreach (var leak in leaks)
                {
                    if (leak.Bytes > before[leak] * 1.005)
                        prospect._growing.Add(leak);
                }
            }
            else if (prospect._growing.Count == 0 || prospect.HoursToLimit is not null)
            {
                break;
            }
        }

        return prospect;
    }
}
