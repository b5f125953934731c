using System.Globalization;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;
using Fleet.Contracts.Wire;

namespace Fleet.Console.Instances;

/// <summary>How instances are named to people: by the node's name and the pid, which every command takes.</summary>
internal static class InstanceWords
{
    public static string Name(string nodeName, Instance? instance, string instanceId) => instance is null
        ? NameOfId(nodeName, instanceId)
        : string.Create(CultureInfo.InvariantCulture, $"{(nodeName.Length > 0 ? nodeName : instance.NodeId)}/{instance.Pid}");

    /// <summary>Where all there is is the id, which holds the node's identity and not its name.</summary>
    public static string NameOfId(string nodeName, string instanceId) => InstanceIdentity.TryParse(instanceId, out var identity)
        ? string.Create(CultureInfo.InvariantCulture, $"{(nodeName.Length > 0 ? nodeName : identity.NodeId)}/{identity.Pid}")
        : instanceId;

    /// <summary>For example <c>Microsoft Platform 1.0.0.1 (12), Generic Trap Receiver 1.0.0.4 (3)</c>; elements in brackets.</summary>
    public static string Protocols(IEnumerable<HostedProtocol> protocols) => string.Join(
        ", ", protocols.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Version} ({p.Elements})")));

    /// <summary>What is used of what there is: private bytes, or what else is known.</summary>
    public static long Used(MemorySample? memory) => memory switch
    {
        null => 0,
        { PrivateBytes: > 0 } => memory.PrivateBytes,
        _ => memory.WorkingSetBytes,
    };

    public static string Name(this FleetInstance instance) => Name(instance.NodeName, instance.Instance, instance.Id);

    public static string Name(this IncidentInstance instance) => Name(instance.NodeName, instance.Instance, instance.InstanceId);
}
