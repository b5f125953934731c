using System.Collections.Concurrent;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Looks.Holders;

/// <summary>How many objects each heap held when it was last looked at: what it would cost to follow all of its references.</summary>
internal sealed class HeapSizes
{
    private readonly ConcurrentDictionary<InstanceIdentity, long> _objects = [];

    /// <summary>Objects at the newest look; null when this agent has not looked yet.</summary>
    public long? ObjectsOf(InstanceIdentity instance) => _objects.TryGetValue(instance, out var objects) ? objects : null;

    /// <summary>A look found so many.</summary>
    public void Note(InstanceIdentity instance, long objects) => _objects[instance] = objects;

    /// <summary>Forgets all but these.</summary>
    public void Keep(IEnumerable<InstanceIdentity> instances)
    {
        foreach (var gone in _objects.Keys.Except(instances))
            _objects.TryRemove(gone, out _);
    }
}
