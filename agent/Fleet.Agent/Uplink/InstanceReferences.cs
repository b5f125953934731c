using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Uplink;

/// <summary>
/// Short numbers for the instances of one stream, and what each was announced as. An instance is announced before its first use and
/// whenever something in its announcement changes.
/// </summary>
internal sealed class InstanceReferences
{
    private readonly Dictionary<InstanceIdentity, InstanceAnnouncement> _announced = [];
    private uint _last;

    /// <summary>References of instances that do not run any more, and are forgotten here.</summary>
    public IReadOnlyList<uint> ForgetAllBut(IReadOnlyCollection<InstanceIdentity> running)
    {
        List<InstanceIdentity> ended = [.. _announced.Keys.Where(identity => !running.Contains(identity))];
        List<uint> references = [.. ended.Select(identity => _announced[identity].InstanceRef)];
        foreach (var identity in ended)
            _announced.Remove(identity);
        return references;
    }

    /// <summary>The number of a running instance, and the announcement that has to go out first, if any.</summary>
    public (uint Reference, InstanceAnnouncement? First) Of(ObservedInstance instance)
    {
        var announcement = new InstanceAnnouncement
        {
            InstanceRef = Number(instance.Identity),
            Instance = instance.Identity.ToWire(instance.ProcessName, instance.Bits),
            RuntimeFlavor = instance.RuntimeFlavor,
            RuntimeVersion = instance.RuntimeVersion,
            Protocols = { instance.Protocols.Select(protocol => protocol.ToWire()) },
            CommandLine = instance.CommandLine,
            UnreadableReason = instance.UnreadableReason,
        };
        return Remember(instance.Identity, announcement);
    }

    /// <summary>The number of the instance of a summary, which may have ended long ago, and the announcement that has to go out first, if any.</summary>
    public (uint Reference, InstanceAnnouncement? First) Of(InstanceSummary summary)
    {
        if (_announced.TryGetValue(summary.Instance, out var known))
            return (known.InstanceRef, null);
        var heap = summary.Heap;
        var announcement = new InstanceAnnouncement
        {
            InstanceRef = Number(summary.Instance),
            Instance = summary.Instance.ToWire(heap.Process.Name, heap.Process.Bits),
            RuntimeFlavor = heap.Runtime.Flavor,
            RuntimeVersion = heap.Runtime.Version,
            Protocols = { summary.Protocols.Select(protocol => protocol.ToWire()) },
        };
        return Remember(summary.Instance, announcement);
    }

    /// <summary>The number of an instance that was announced; null when it was not.</summary>
    public uint? Find(InstanceIdentity identity) => _announced.TryGetValue(identity, out var known) ? known.InstanceRef : null;

    private (uint Reference, InstanceAnnouncement? First) Remember(InstanceIdentity identity, InstanceAnnouncement announcement)
    {
        if (_announced.TryGetValue(identity, out var known) && known.Equals(announcement))
            return (announcement.InstanceRef, null);
        _announced[identity] = announcement;
        return (announcement.InstanceRef, announcement);
    }

    private uint Number(InstanceIdentity identity) => Find(identity) ?? ++_last;
}
