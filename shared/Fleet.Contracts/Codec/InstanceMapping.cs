using Fleet.Contracts.Identity;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>An instance's identity on the wire.</summary>
public static class InstanceMapping
{
    /// <summary>The wire form.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="processName">Without extension.</param>
    /// <param name="bits">32 or 64.</param>
    public static Wire.Instance ToWire(this InstanceIdentity identity, string processName, int bits) => new()
    {
        NodeId = identity.NodeId,
        Pid = identity.Pid,
        StartedAt = Timestamp.FromDateTimeOffset(identity.StartedAt),
        ProcessName = processName,
        Bits = bits,
    };

    /// <summary>Reads the wire form; process name and bits stay where they are.</summary>
    /// <exception cref="InvalidDataException">A field is missing or out of range.</exception>
    public static InstanceIdentity ToIdentity(this Wire.Instance? instance)
    {
        if (instance is null)
            throw new InvalidDataException("The field instance is missing.");
        if (instance.NodeId.Length == 0)
            throw new InvalidDataException("The instance names no node.");
        if (instance.Pid <= 0)
            throw new InvalidDataException($"The instance has the process id {instance.Pid}, which no process has.");
        if (instance.Bits is not (32 or 64))
            throw new InvalidDataException($"The instance is said to have {instance.Bits} bits; 32 and 64 exist.");
        return new InstanceIdentity(instance.NodeId, instance.Pid, instance.StartedAt.ToTime("started_at"));
    }
}
