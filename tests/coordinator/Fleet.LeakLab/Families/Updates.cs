using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Families;

/// <summary>What updates of protocols bring, and what they end.</summary>
internal static class Updates
{
    public static readonly Family[] All =
    [
        new("fixed", "an update fixes the leak: nothing stands at the end", true, false, new(), fleet =>
        {
            var at = fleet.Hours * fleet.Random.Between(0.4, 0.6);
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, at);
            var old = fleet.Suspect.Version;
            Versions.Update(fleet, fleet.Suspect, at, restart: fleet.Random.Chance(0.5));
            fleet.Leak(fleet.Suspect, "fixed by an update", structure, qaction, _ => new Steady(rate), "protocolVersion", version => version == old);
        }),
        new("introduced", "an update in mid-series brings the leak", true, false, new(), fleet =>
        {
            var at = fleet.Hours * fleet.Random.Between(0.25, 0.55);
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours - at);
            var bad = Versions.Update(fleet, fleet.Suspect, at, restart: fleet.Random.Chance(0.5));
            fleet.Leak(fleet.Suspect, "introduced by an update", structure, qaction, _ => new Steady(rate), "protocolVersion", version => version == bad);
        }),
        new("higher-plateau", "a new version needs more memory than the old one, and then no more", false, false, new(), fleet =>
        {
            var at = fleet.Hours * fleet.Random.Between(0.2, 0.5);
            var next = Versions.Update(fleet, fleet.Suspect, at, restart: fleet.Random.Chance(0.5));
            var (structure, _) = fleet.Own(fleet.Suspect);
            var entries = fleet.Hosts(fleet.Suspect).Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(0.1, 0.6) / structure.EntryBytes / fleet.Elements(fleet.Suspect);
            var fill = fleet.Hours * fleet.Random.Between(0.02, 0.12);
            fleet.Innocent(fleet.Suspect, "new feature", structure, _ => new Saturating(entries, fill, perElement: true), onVersion: version => version == next);
        }),
        new("regression", "fixed by one update, and back with the next", true, true, new() { Days = (3, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours * 0.35);
            var first = fleet.Suspect.Version;
            var good = Versions.Update(fleet, fleet.Suspect, fleet.Hours * fleet.Random.Between(0.28, 0.35), restart: true);
            var again = Versions.Update(fleet, fleet.Suspect, fleet.Hours * fleet.Random.Between(0.55, 0.65), restart: true, from: good);
            fleet.Leak(fleet.Suspect, "fixed and back again", structure, qaction, _ => new Steady(rate), "protocolVersion", version => version == first || version == again);
        }),
        new("renamed", "an update renames the types in mid-series, and the leak goes on under other names", true, true, new() { Days = (3, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours);
            var next = Versions.Update(fleet, fleet.Suspect, fleet.Hours * fleet.Random.Between(0.35, 0.6), restart: fleet.Random.Chance(0.5));
            fleet.Suspect.Rename(next, "Skyline.Protocol.", "Skyline.DataMiner.ConnectorAPI.");
            fleet.Leak(fleet.Suspect, "renamed by an update", structure, qaction, _ => new Steady(rate));
        }),
        new("rename-only", "an update renames all types, in running processes: the new names grow from nothing to where the old ones were", false, true, new(), fleet =>
        {
            foreach (var protocol in fleet.Plan.Protocols.Take(3))
            {
                var next = Versions.Update(fleet, protocol, fleet.Hours * fleet.Random.Between(0.25, 0.6), restart: false);
                protocol.Rename(next, "Skyline.Protocol.", "Skyline.DataMiner.ConnectorAPI.");
                protocol.Rename(next, "QAction_", "QActions.Q");
            }
        }),
    ];
}
