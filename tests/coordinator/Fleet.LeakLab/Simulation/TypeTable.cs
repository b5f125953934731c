using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Simulation;

/// <summary>All types of one run, each once, whoever it belongs to.</summary>
internal sealed class TypeTable
{
    private readonly Dictionary<TypeName, TypeState> _byName = [];

    public List<TypeState> States { get; } = [];

    /// <summary>The types of the ordinary course of work.</summary>
    public static TypeTable Of(TargetPlan target, List<Hosting> hostings)
    {
        var table = new TypeTable();
        foreach (var type in target.Types)
            table.Get(type.Type).Base.Add((type, -1));
        for (var i = 0; i < hostings.Count; i++)
        {
            foreach (var type in hostings[i].Protocol.Types)
                table.Get(hostings[i].Protocol.In(type.Type, hostings[i].Version)).Base.Add((type, i));
        }

        return table;
    }

    /// <summary>What grows in a run, its types added to the table.</summary>
    public List<GrowthState> Grow(FleetPlan fleet, TargetPlan target, List<Hosting> hostings, int run, double start, RandomStream random)
    {
        var growths = new List<GrowthState>();
        foreach (var plan in fleet.Growths)
        {
            if (!plan.OnTarget(target))
                continue;
            if (plan.Protocol is null)
                growths.Add(State(plan, null, -1, new(target, null, run, start, random), random));
            for (var i = 0; i < hostings.Count; i++)
            {
                var hosting = hostings[i];
                if (hosting.Protocol == plan.Protocol && plan.OnVersion(hosting.Version))
                    growths.Add(State(plan, hosting, i, new(target, hosting.Version, run, Math.Max(start, hosting.FromHours), random), random));
            }
        }

        return growths;
    }

    private GrowthState State(GrowthPlan plan, Hosting? hosting, int owner, RunContext context, RandomStream random)
    {
        var names = plan.Parts.Select(part => hosting is null ? part.Type : hosting.Protocol.In(part.Type, hosting.Version)).ToArray();
        var heads = plan.Parts.Select(part => plan.Leak is { } leak && leak.Heads.Contains(part.Type)).ToArray();
        return new GrowthState(plan, plan.Path(context with { Random = random.Fork() }), owner, hosting?.Version, [.. names.Select(Get)], heads);
    }

    private TypeState Get(TypeName name)
    {
        if (!_byName.TryGetValue(name, out var state))
        {
            state = new TypeState(name);
            _byName.Add(name, state);
            States.Add(state);
        }

        return state;
    }
}
