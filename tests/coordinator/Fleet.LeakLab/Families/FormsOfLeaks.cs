using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Families;

/// <summary>Leaks that don't go straight up.</summary>
internal static class FormsOfLeaks
{
    public static readonly Family[] All =
    [
        new("stairs", "a job that runs every so often leaves its result behind", true, false, new() { Days = (2, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var every = fleet.Hours / fleet.Random.Between(8, 25);
            var rate = fleet.Rate(fleet.Hosts(fleet.Suspect), structure, fleet.Hours, 0.1, 0.9) / structure.EntryBytes;
            fleet.Leak(fleet.Suspect, "in stairs", structure, qaction, _ => new Stairs(rate * every, every));
        }),
        new("spikes", "an error path forgets what it took, at random times and in unequal portions", true, false, new() { Days = (2, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var every = fleet.Hours / fleet.Random.Between(15, 40);
            var rate = fleet.Rate(fleet.Hosts(fleet.Suspect), structure, fleet.Hours, 0.1, 0.7) / structure.EntryBytes;
            fleet.Leak(fleet.Suspect, "in bursts", structure, qaction, _ => new Spikes(rate * every / 2, every));
        }),
        new("very-slow", "weeks pass before it matters", true, false, new() { Days = (15, 30), Rows = 900_000, Looks = (500, 1500) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.005, 0.04);
            fleet.Leak(fleet.Suspect, "very slow", structure, qaction, _ => new Steady(rate));
        }),
        new("short-runs", "processes are restarted long before one run shows the leak: only all runs together do", true, false,
            new() { Days = (4, 12), RestartHours = (8, 14), Looks = (600, 1500), Rows = 900_000 }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.03, 0.25);
            fleet.Leak(fleet.Suspect, "slow, with many restarts", structure, qaction, _ => new Steady(rate));
        }),
        new("out-of-memory", "32-bit processes die of it again and again", true, false, new() { Days = (2, 8), Bits = 32 }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var room = fleet.Hosts(fleet.Suspect).Min(FleetBuilder.Room);
            var rate = room * fleet.Random.Between(1.3, 4) / fleet.Hours / structure.EntryBytes / fleet.Elements(fleet.Suspect);
            fleet.Leak(fleet.Suspect, "until the process dies", structure, qaction, _ => new Steady(rate));
        }),
        new("accelerating", "each thing that was leaked makes the next leak bigger", true, true, new() { Days = (2, 12) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.1, 0.8) / 2.5;
            fleet.Leak(fleet.Suspect, "faster and faster", structure, qaction, _ => new Accelerating(rate, fleet.Hours / 3));
        }),
        new("night-only", "only the nightly job leaks; all day long nothing grows", true, true, new() { Days = (7, 16) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var lasts = fleet.Random.Between(2, 5);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.1, 0.8) * 24 / lasts;
            var from = fleet.Random.Between(0, 5);
            fleet.Leak(fleet.Suspect, "at night", structure, qaction, _ => new Nightly(rate, fleet.Plan.Start.TimeOfDay.TotalHours, from, lasts));
        }),
        new("half-cleaned", "a daily clean-up misses some: two steps forward, one back", true, true, new() { Days = (7, 16) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var removed = fleet.Random.Between(0.5, 0.85);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.15, 0.8) / (1 - removed);
            fleet.Leak(fleet.Suspect, "cleaned up by half", structure, qaction, _ => new HalfCleaned(rate, 24, removed));
        }),
        new("on-and-off", "grows only while a device fails, hours in days", true, true, new() { Days = (5, 16) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var (on, off) = (fleet.Hours / fleet.Random.Between(25, 50), fleet.Hours / fleet.Random.Between(10, 18));
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.15, 0.8) * (on + off) / on;
            fleet.Leak(fleet.Suspect, "while a device fails", structure, qaction, _ => new OnAndOff(rate, on, off));
        }),
        new("beside-shrinking", "a cache is given back as the leak grows: the heap as a whole stays as it is", true, true, new() { Days = (2, 12) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.2, 0.6);
            var (cache, _) = fleet.Own(fleet.Suspect);
            fleet.Innocent(fleet.Suspect, "shrinks", cache, _ => new Shrinking(1.15 * rate * fleet.Hours * structure.EntryBytes / cache.EntryBytes, 0, fleet.Hours * 1.05));
            fleet.Leak(fleet.Suspect, "behind a shrinking cache", structure, qaction, _ => new Steady(rate));
        }),
        new("under-garbage", "far more garbage of the same type gathers between rare full collections", true, true, new() { Days = (2, 12), FullEveryLooks = (8, 20), Looks = (500, 1500) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.1, 0.5);
            var grown = rate * fleet.Hours * structure.Parts[0].Bytes;
            var full = fleet.Plan.Targets.Max(target => target.Collector.FullEveryHours);
            fleet.Suspect.Types.Add(new() { Type = structure.Parts[0].Type, ObjectBytes = structure.Parts[0].Bytes, GarbagePerHour = fleet.Elements(fleet.Suspect) * grown * fleet.Random.Between(0.1, 0.4) / full });
            fleet.Leak(fleet.Suspect, "under garbage", structure, qaction, _ => new Steady(rate));
        }),
        new("large-buffers", "a few huge buffers on the large object heap", true, true, new() { Days = (2, 12) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect, (random, entry, module) => new Structure("buffers that are never returned",
                [new(new(entry, module), 1, 72), new(new("System.Byte[]", "mscorlib"), 1, random.LogBetween(90e3, 4e6))], [new(entry, module), new("System.Byte[]", "mscorlib")], Owned: true));
            var rate = fleet.Rate(fleet.Hosts(fleet.Suspect), structure, fleet.Hours, 0.3, 1.5) / structure.EntryBytes / fleet.Elements(fleet.Suspect);
            fleet.Leak(fleet.Suspect, "large objects", structure, qaction, _ => new Whole(new Steady(rate, 0.5)));
        }),
        new("weekly-load", "a slow leak under a strong weekly rhythm of the same types", true, true, new() { Days = (18, 28), Daily = (0.3, 0.6), Looks = (600, 1500) }, fleet =>
        {
            fleet.Plan.Load.Weekend = fleet.Random.Between(0.2, 0.5);
            var (structure, qaction) = fleet.Own(fleet.Suspect);
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.1, 0.5);
            fleet.Innocent(fleet.Suspect, "follows the week", structure, _ => new Following(rate * fleet.Hours * fleet.Random.Between(0.1, 0.25)));
            fleet.Leak(fleet.Suspect, "under the week's rhythm", structure, qaction, _ => new Steady(rate));
        }),
    ];
}
