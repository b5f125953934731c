using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Families;

/// <summary>Growth that ends, or that comes and goes.</summary>
internal static class EverydayInnocents
{
    public static readonly Family[] All =
    [
        new("warm-up", "processes take hours or days to reach their level", false, false, new() { Days = (2, 16) }, fleet =>
        {
            foreach (var protocol in fleet.Plan.Protocols.Take(3))
                Add(fleet, protocol, 0.1, 0.6, (entries, part) => new Saturating(entries, fleet.Hours * part / 3, perElement: true), "warm-up", 0.02, 0.4);
        }),
        new("bounded-cache", "an LRU cache fills at an even pace and is then full", false, false, new() { Days = (2, 16) }, fleet =>
            Add(fleet, fleet.Suspect, 0.1, 0.8, (entries, part) => new Bounded(entries, fleet.Hours * part, 0.02), "bounded LRU", 0.1, 0.5)),
        new("diurnal", "memory follows a strong daily rhythm", false, false, new() { Days = (3, 14), Daily = (0.4, 0.85) }, fleet =>
        {
            foreach (var protocol in fleet.Plan.Protocols.Take(4))
                Add(fleet, protocol, 0.1, 0.5, (entries, _) => new Following(entries, 1.2), "sessions of the day", 0.1, 0.2);
        }),
        new("wandering", "levels wander for long and come back", false, false, new() { Days = (4, 20) }, fleet =>
        {
            foreach (var protocol in fleet.Plan.Protocols)
                Add(fleet, protocol, 0.05, 0.3, (entries, part) => new Wandering(entries * fleet.Elements(protocol), 0.3, fleet.Hours * part / 10), "mean-reverting level", 0.1, 0.4);
        }),
        new("rare-collections", "garbage gathers for a long time before a full collection removes it", false, false, new() { FullEveryLooks = (25, 60) }, _ => { }),
    ];

    /// <summary>Adds innocent growth to a protocol: so large a part of the heap, within so large a part of the series.</summary>
    internal static void Add(FleetBuilder fleet, Plans.ProtocolPlan protocol, double low, double high, Func<double, double, IPath> path, string what, double partLow, double partHigh)
    {
        var hosts = fleet.Hosts(protocol);
        if (hosts.Count == 0)
            return;
        var (structure, _) = fleet.Own(protocol);
        var entries = hosts.Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(low, high) / structure.EntryBytes / fleet.Elements(protocol);
        var part = fleet.Random.Between(partLow, partHigh);
        fleet.Innocent(protocol, what, structure, _ => path(entries, part));
    }
}
