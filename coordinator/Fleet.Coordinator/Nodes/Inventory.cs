using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Coordinator.Nodes;

/// <summary>What runs on a node, from announcements and heartbeats. References are the stream's and start anew with each.</summary>
internal sealed class Inventory(NodeState state)
{
    private const int MostEndedKept = 100;

    /// <summary>One heartbeat without an instance may come of a race with its discovery.</summary>
    private const int MissesToEnd = 2;

    private readonly Dictionary<uint, string> _references = [];
    private readonly Dictionary<string, int> _misses = new(StringComparer.Ordinal);

    public void ForgetReferences()
    {
        _references.Clear();
        _misses.Clear();
    }

    /// <summary>Takes an announcement; true when something worth storing changed.</summary>
    /// <exception cref="InvalidDataException">It names no instance.</exception>
    public bool Announce(InstanceAnnouncement announcement, string nodeName, out FleetInstance instance)
    {
        var id = announcement.Instance.ToIdentity().ToString();
        _references[announcement.InstanceRef] = id;
        var known = state.Instances.GetValueOrDefault(id);
        instance = new FleetInstance
        {
            Id = id,
            NodeName = nodeName,
            Instance = announcement.Instance,
            Running = true,
            RuntimeFlavor = announcement.RuntimeFlavor,
            RuntimeVersion = announcement.RuntimeVersion,
            Memory = known?.Memory,
            LastLookFailure = known?.LastLookFailure ?? "",
            LastLookFailureAt = known?.LastLookFailureAt,
            UnreadableReason = announcement.UnreadableReason,
        };
        instance.Protocols.AddRange(announcement.Protocols);
        state.Instances[id] = instance;
        return !instance.Equals(known);
    }

    public FleetInstance? ByReference(uint reference) =>
        _references.TryGetValue(reference, out var id) ? state.Instances.GetValueOrDefault(id) : null;

    /// <summary>Notes that a look failed; true when something worth storing changed.</summary>
    public static bool LookFailed(FleetInstance instance, LookFailure failure)
    {
        var news = instance.LastLookFailure != failure.Reason || !Equals(instance.LastLookFailureAt, failure.At);
        instance.LastLookFailure = failure.Reason;
        instance.LastLookFailureAt = failure.At;
        return news;
    }

    /// <summary>Takes back what is said of a look that failed before this one was taken; true when something worth storing changed.</summary>
    public static bool LookSucceeded(FleetInstance instance, DateTimeOffset takenAt)
    {
        if (instance.LastLookFailure.Length == 0 || instance.LastLookFailureAt?.ToDateTimeOffset() > takenAt)
            return false;

        instance.LastLookFailure = "";
        instance.LastLookFailureAt = null;
        return true;
    }

    /// <summary>Takes a heartbeat; returns the instances that started to run again and those that ended.</summary>
    public (List<FleetInstance> Resumed, List<FleetInstance> Ended) Beat(Heartbeat heartbeat)
    {
        var resumed = new List<FleetInstance>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sample in heartbeat.Instances)
        {
            if (ByReference(sample.InstanceRef) is not { } instance)
                continue;

            listed.Add(instance.Id);
            instance.Memory = sample.Memory;
            if (instance.Running)
                continue;
            instance.Running = true;
            resumed.Add(instance);
        }

        var ended = new List<FleetInstance>();
        foreach (var instance in state.Instances.Values.Where(i => i.Running))
        {
            var misses = listed.Contains(instance.Id) ? 0 : _misses.GetValueOrDefault(instance.Id) + 1;
            _misses[instance.Id] = misses;
            if (misses < MissesToEnd)
                continue;
            instance.Running = false;
            ended.Add(instance);
        }

        foreach (var old in state.Instances.Values.Where(i => !i.Running).OrderByDescending(i => i.Instance.StartedAt).Skip(MostEndedKept).ToList())
            state.Instances.Remove(old.Id);
        return (resumed, ended);
    }
}
