using System.Collections.Concurrent;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Looks;

/// <summary>Instances whose heap the worker may not or can't read, as it found out by trying.</summary>
internal sealed class RefusedLooks
{
    private readonly ConcurrentDictionary<InstanceIdentity, string> _reasons = [];

    /// <summary>Why, with the remedy; empty when nothing is known against it.</summary>
    public string ReasonOf(InstanceIdentity instance) => _reasons.GetValueOrDefault(instance, "");

    /// <summary>Keeps the reason until a look succeeds.</summary>
    public void Refuse(InstanceIdentity instance, string reason) => _reasons[instance] = reason;

    /// <summary>A look succeeded.</summary>
    public void Allow(InstanceIdentity instance) => _reasons.TryRemove(instance, out _);

    /// <summary>Forgets all but these.</summary>
    public void Keep(IEnumerable<InstanceIdentity> instances)
    {
        foreach (var gone in _reasons.Keys.Except(instances))
            _reasons.TryRemove(gone, out _);
    }
}
