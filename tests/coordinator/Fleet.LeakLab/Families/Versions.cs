using System.Globalization;
using Fleet.LeakLab.Plans;

namespace Fleet.LeakLab.Families;

/// <summary>Versions of protocols: side by side, and one after the other.</summary>
internal static class Versions
{
    /// <summary>The version after one.</summary>
    public static string Next(string version, int by = 1)
    {
        var parts = version.Split('_')[0].Split('.');
        parts[3] = (int.Parse(parts[3], CultureInfo.InvariantCulture) + by).ToString(CultureInfo.InvariantCulture);
        return string.Join('.', parts);
    }

    /// <summary>Gives some of a protocol's processes the next version, two at least on either side if there are enough; returns it.</summary>
    public static string Split(FleetBuilder fleet, ProtocolPlan protocol, double part)
    {
        var next = Next(protocol.Version);
        var hosts = fleet.Hosts(protocol);
        var count = Math.Clamp((int)Math.Round(part * hosts.Count), Math.Min(2, hosts.Count - 1), Math.Max(1, hosts.Count - 2));
        foreach (var target in fleet.Random.Pick(hosts, count))
        {
            for (var i = 0; i < target.Hostings.Count; i++)
            {
                if (target.Hostings[i].Protocol == protocol)
                    target.Hostings[i] = target.Hostings[i] with { Version = next };
            }
        }

        return next;
    }

    /// <summary>Updates a protocol in all processes that host it at about one time.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="hours">When, since the fleet's start; the processes follow within 2 % of the series.</param>
    /// <param name="restart">Whether the processes are restarted for it.</param>
    /// <param name="from">Only where this version runs; null: everywhere.</param>
    /// <param name="to">The new version; null: the next.</param>
    public static string Update(FleetBuilder fleet, ProtocolPlan protocol, double hours, bool restart, string? from = null, string? to = null)
    {
        var next = to ?? Next(from ?? protocol.Version);
        foreach (var target in fleet.Plan.Targets)
        {
            var old = target.Hostings.FindIndex(hosting => hosting.Protocol == protocol && double.IsPositiveInfinity(hosting.UntilHours) && (from is null || hosting.Version == from));
            if (old < 0)
                continue;
            var hosting = target.Hostings[old];
            var at = Math.Max(hours, hosting.FromHours + (fleet.Hours * 0.1)) + (fleet.Hours * 0.02 * fleet.Random.Unit());
            target.Hostings[old] = hosting with { UntilHours = at };
            target.Hostings.Add(hosting with { Version = next, FromHours = at });
            if (restart)
            {
                target.Restarts.Add(at);
                target.Restarts.Sort();
            }
        }

        return next;
    }
}
