using Fleet.Analysis.Tests.Lab;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Protocols for simulated fleets.</summary>
internal static class Fleets
{
    public const string Core = "System.Private.CoreLib";

    public static SimulatedProcess Hosts(this SimulatedProcess process, params (string Name, string Version)[] protocols)
    {
        process.Protocols.AddRange(protocols.Select(protocol => new HostedProtocol(protocol.Name, protocol.Version, 5)));
        return process;
    }

    /// <summary>A dictionary of sessions that nobody clears: the sessions, the dictionary's entries, and strings.</summary>
    public static SimulatedProcess LeaksSessions(this SimulatedProcess process, string protocol, string version, double perLook = 4e5)
    {
        process.Types.Add(new SimulatedType(new TypeKey("Vendor.Session", $"{protocol}.{version}.QAction.2"), t => perLook * t) { Noise = perLook * 0.2 });
        process.Types.Add(new SimulatedType(
            new TypeKey("System.Collections.Generic.Dictionary<System.String, Vendor.Session>+Entry[]", Core), t => 0.6 * perLook * t)
        { Noise = perLook * 0.1 });
        process.Types.Add(new SimulatedType(new TypeKey("System.String", Core), t => 3e6 + (2 * perLook * t)) { Noise = perLook * 0.4 });
        return process;
    }

    /// <summary>Plain strings in a static list: nothing carries the protocol's name.</summary>
    public static SimulatedProcess LeaksStrings(this SimulatedProcess process, double perLook = 1e6)
    {
        process.Types.Add(new SimulatedType(new TypeKey("System.String", Core), t => 3e6 + (perLook * t)) { Noise = perLook * 0.2 });
        process.Types.Add(new SimulatedType(new TypeKey("System.String[]", Core), t => 1e5 + (0.1 * perLook * t)) { Noise = perLook * 0.02 });
        return process;
    }

    public static SimulatedProcess HoldsStrings(this SimulatedProcess process)
    {
        process.Types.Add(new SimulatedType(new TypeKey("System.String", Core), _ => 3e6) { Noise = 1e5 });
        return process;
    }
}
