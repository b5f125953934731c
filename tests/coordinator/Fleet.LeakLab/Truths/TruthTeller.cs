using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Simulation;

namespace Fleet.LeakLab.Truths;

/// <summary>Says what happened in a fleet, from what was simulated rather than from what was planned.</summary>
internal static class TruthTeller
{
    public static Truth Tell(FleetPlan plan, List<RunRecord> runs, ReplayWriter writer)
    {
        var forecasts = runs.ToDictionary(run => run, run => Prospect.Of(plan, run));
        var incidents = new List<TrueIncident>();
        foreach (var growth in plan.Growths)
        {
            if (growth.Leak is null)
                continue;
            var leaks = runs.SelectMany(run => run.Run.Growths.Where(state => state.Plan == growth).Select(state => new RunLeak(run, state))).Where(leak => leak.Grew).ToList();
            if (leaks.Count > 0)
                incidents.Add(Incident(plan, growth, growth.Leak, leaks, runs, forecasts, writer));
        }

        return new Truth(
            plan.Name, plan.Family, plan.Split, plan.Unseen, plan.Seed, plan.Start, plan.At(plan.Hours), plan.Looks.EveryHours,
            writer.Lines, writer.Torn, writer.Rows,
            [.. runs.Select(run => Instance(plan, run, writer))],
            incidents,
            [.. plan.Growths.Where(growth => growth.Leak is null).Select(growth => Innocent(growth, runs))]);
    }

    private static TrueIncident Incident(
        FleetPlan plan, GrowthPlan growth, LeakLabel label, List<RunLeak> leaks, List<RunRecord> runs,
        Dictionary<RunRecord, Prospect> prospects, ReplayWriter writer)
    {
        var evident = Evidence.ThreeTimesNoise(leaks);
        var instances = leaks.ConvertAll(leak =>
        {
            var standing = prospects[leak.Run].Grows(leak.State);
            return new LeakingInstance(
                leak.Run.Run.Target.Node, leak.Run.Run.Pid, writer.Stamp(leak.Run.Run.Target.Node, leak.Run.Run.StartHours), leak.State.Version,
                leak.BytesPerHour, leak.Leaked, leak.HeadGrown, leak.Noise, plan.At(leak.Begins), evident[leak] is { } hours ? plan.At(hours) : null,
                standing, standing ? prospects[leak.Run].HoursToLimit : null);
        });
        var first = evident.Values.Min();
        var standing = instances.Exists(instance => instance.Standing);
        var names = leaks.SelectMany(leak => leak.State.Types.Select((type, i) => (type.Name, Head: label.Heads.Contains(growth.Parts[i].Type)))).Distinct().ToList();
        var attribution = new Attribution(growth, label, leaks, runs);
        return new TrueIncident(
            growth.Id, growth.What, label.Kind, label.OtherKinds ?? [], standing,
            [.. names.Where(name => name.Head).Select(name => Type(name.Name))],
            [.. names.Select(name => Type(name.Name))],
            growth.Protocol is null ? null : new TrueProtocol(growth.Protocol.Name, attribution.Versions),
            attribution.ProtocolIdentifiable, attribution.VersionIdentifiable, label.QAction,
            attribution.Explanations, attribution.UnidentifiableIsRight, instances,
            plan.At(leaks.Min(leak => leak.Begins)), first is { } at ? plan.At(at) : null,
            standing ? null : plan.At(leaks.Max(leak => leak.LastGrowth)));
    }

    private static TrueInstance Instance(FleetPlan plan, RunRecord run, ReplayWriter writer) => new(
        run.Run.Target.Node, run.Run.Pid, writer.Stamp(run.Run.Target.Node, run.Run.StartHours),
        double.IsNaN(run.End) ? null : plan.At(run.End), run.EndReason, run.Run.Target.Bits, run.Run.Target.LimitBytes, run.Summaries);

    private static TrueInnocent Innocent(GrowthPlan growth, List<RunRecord> runs)
    {
        var states = runs.SelectMany(run => run.Run.Growths).Where(state => state.Plan == growth).ToList();
        return new TrueInnocent(
            growth.Id, growth.What,
            [.. states.SelectMany(state => state.Types).Select(type => type.Name).Distinct().Select(Type)],
            growth.Protocol is null ? null : new TrueProtocol(growth.Protocol.Name, [.. states.Select(state => state.Version!).Distinct()]),
            states.Count);
    }

    private static TrueType Type(TypeName name) => new(name.Name, name.Module);
}
