using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Simulation;

/// <summary>Plays a plan from its start to its end.</summary>
internal static class FleetSimulation
{
    /// <summary>Writes the summaries of a fleet in the order in which they arrive, and returns what is true of it.</summary>
    public static Truth Play(FleetPlan plan, ReplayWriter writer)
    {
        var pids = new HashSet<int>();
        var targets = plan.Targets.ConvertAll(target => new TargetSimulation(plan, target, pids));
        var queue = new PriorityQueue<TargetSimulation, (double Hours, int Target)>();
        foreach (var target in targets)
            queue.Enqueue(target, (target.NextLook, target.Current.Target.Index));

        while (queue.TryDequeue(out var target, out var at) && at.Hours <= plan.Hours)
        {
            if (target.Look())
                writer.Write(target.Current, at.Hours);
            queue.Enqueue(target, (target.NextLook, at.Target));
        }

        writer.Finish();
        return TruthTeller.Tell(plan, [.. targets.SelectMany(target => target.Runs)], writer);
    }
}
