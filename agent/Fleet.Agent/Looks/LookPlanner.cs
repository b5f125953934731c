using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Looks;

/// <summary>
/// Decides when an instance is looked at: at its time, when it grew, when it nears its limit, when logs tell of exhausted memory. Time
/// and chance are arguments. Not thread-safe.
/// </summary>
/// <param name="options">When.</param>
/// <param name="random">Uniform in [0, 1): spreads looks so that a cluster does not look in step.</param>
internal sealed class LookPlanner(LookOptions options, Func<double> random)
{
    private readonly Dictionary<InstanceIdentity, Plan> _plans = [];

    /// <summary>Why this instance should be looked at now; null when it should not.</summary>
    public LookTrigger? Due(InstanceIdentity instance, MemorySample memory, DateTimeOffset now)
    {
        if (!_plans.TryGetValue(instance, out var plan))
        {
            // The first look gives growth something to compare with, so it comes soon.
            _plans[instance] = plan = new Plan { Scheduled = now + options.Interval * options.Jitter * random() };
        }

        var aboveThreshold = options.ThresholdPart > 0 && memory.LimitBytes > 0
            && memory.PrivateBytes >= memory.LimitBytes * options.ThresholdPart;
        if (!aboveThreshold)
            plan.ThresholdToldOf = false;
        if (plan.Pending)
            return null;
        if (now >= plan.Scheduled)
            return LookTrigger.Schedule;
        if (plan.LookedAt is not { } last || now - last < options.MinimumGap)
            return null;
        if (plan.OutOfMemory)
            return LookTrigger.OutOfMemoryLog;
        if (aboveThreshold && !plan.ThresholdToldOf)
            return LookTrigger.Threshold;
        return Grew(plan, memory) ? LookTrigger.Growth : null;
    }

    /// <summary>A look begins: nothing is due until it ended.</summary>
    public void Begin(InstanceIdentity instance, LookTrigger trigger, MemorySample memory)
    {
        if (!_plans.TryGetValue(instance, out var plan))
            return;

        plan.Pending = true;
        plan.PrivateBytes = memory.PrivateBytes;
        plan.OutOfMemory = false;
        plan.ThresholdToldOf |= trigger == LookTrigger.Threshold;
    }

    /// <summary>A look ended, well or not.</summary>
    public void End(InstanceIdentity instance, DateTimeOffset now)
    {
        if (!_plans.TryGetValue(instance, out var plan))
            return;

        plan.Pending = false;
        plan.LookedAt = now;
        while (plan.Scheduled <= now)
            plan.Scheduled += options.Interval * (1 + options.Jitter * (2 * random() - 1));
    }

    /// <summary>Logs told of an OutOfMemoryException.</summary>
    public void OutOfMemory(InstanceIdentity instance)
    {
        if (_plans.TryGetValue(instance, out var plan))
            plan.OutOfMemory = true;
    }

    /// <summary>Forgets all but these.</summary>
    public void Keep(IEnumerable<InstanceIdentity> instances)
    {
        foreach (var gone in _plans.Keys.Except(instances).ToList())
            _plans.Remove(gone);
    }

    private bool Grew(Plan plan, MemorySample memory)
    {
        var grown = memory.PrivateBytes - plan.PrivateBytes;
        return options.GrowthPart > 0 && plan.PrivateBytes > 0
            && grown >= options.GrowthBytes && grown >= plan.PrivateBytes * options.GrowthPart;
    }

    private sealed class Plan
    {
        public DateTimeOffset Scheduled { get; set; }

        public DateTimeOffset? LookedAt { get; set; }

        public long PrivateBytes { get; set; }

        public bool Pending { get; set; }

        public bool OutOfMemory { get; set; }

        public bool ThresholdToldOf { get; set; }
    }
}
