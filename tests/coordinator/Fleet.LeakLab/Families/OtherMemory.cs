using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;

namespace Fleet.LeakLab.Families;

/// <summary>Leaks that are not (only) objects, and leaks of programs that know no protocols.</summary>
internal static class OtherMemory
{
    private static readonly Setting s_service = new() { DataMiner = false, Framework = (80, 300), Targets = (3, 10) };

    public static readonly Family[] All =
    [
        new("native", "memory beside the heap grows with a protocol", true, false, new() { Targets = (6, 14), Days = (2, 12) }, fleet =>
            Beside(fleet, "native", "native handles of a driver")),
        new("fragmentation", "holes between pinned objects grow with a protocol", true, false, new() { Targets = (6, 14), Days = (2, 12) }, fleet =>
            Beside(fleet, "fragmentation", "pinned buffers")),
        new("service", "a program without protocols leaks objects of its own", true, false, s_service, fleet =>
            Service(fleet, fleet.Foreign(owned: true))),
        new("recompiled", "QActions are compiled again and again, and the old assemblies stay", true, false, new() { Days = (3, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect, (random, entry, module) => new Structure("old generations of an assembly",
                [
                    new(new($"{entry}+<>c", module), random.Whole(1, 3), 24), new(new(entry, module), random.Whole(2, 60), random.Whole(4, 40) * 8), new(new("System.Reflection.RuntimeAssembly", "mscorlib"), 1, 96),
                    new(new("System.Reflection.RuntimeModule", "mscorlib"), 1, 88), new(new("System.RuntimeType", "mscorlib"), random.Whole(15, 60), 56), new(new("System.String", "mscorlib"), random.Whole(50, 400), 72),
                ],
                [new($"{entry}+<>c", module), new(entry, module), new("System.Reflection.RuntimeAssembly", "mscorlib"), new("System.Reflection.RuntimeModule", "mscorlib")], Owned: true));
            var every = fleet.Hours / fleet.Random.Between(60, 200);
            Add(fleet, structure, qaction, "managed", "recompiled", _ => new Stairs(1, every, 0.4), native: Math.Max(110e3 * every, fleet.Random.LogBetween(3e5, 2e6)), otherKinds: ["native"]);
        }),
        new("handles", "objects whose handles are never closed: small in the heap, big beside it", true, true, new() { Days = (2, 12), Targets = (5, 14) }, fleet =>
        {
            var (structure, qaction) = fleet.Own(fleet.Suspect, (random, entry, module) => new Structure("handles that are never closed",
                [new(new(entry, module), 1, 96), new(new("Microsoft.Win32.SafeHandles.SafeFileHandle", "mscorlib"), 1, 40), new(new("System.IO.FileStream", "mscorlib"), 1, 104)],
                [new(entry, module)], Owned: true));
            var rate = fleet.PerElement(fleet.Suspect, structure, fleet.Hours, 0.05, 0.2);
            Add(fleet, structure, qaction, "managed", "handles", _ => new Steady(rate), native: structure.EntryBytes * fleet.Random.Between(0.5, 4), otherKinds: ["native"]);
        }),
        new("native-version", "one version of a protocol leaks beside the heap, with the load of the day", true, true, new() { Targets = (8, 14), Share = (0.7, 0.9), Days = (3, 12), Daily = (0.2, 0.5) }, fleet =>
        {
            var bad = Versions.Split(fleet, fleet.Suspect, 0.5);
            Beside(fleet, "native", "introduced by a version", bad, loadPower: 1);
        }),
        new("service-strings", "a program without protocols leaks framework types only", true, true, s_service, fleet =>
            Service(fleet, fleet.Foreign(owned: false))),
        new("container", "a service is killed at its container's limit, again and again", true, true, s_service with { Bits = 64, Days = (2, 8) }, fleet =>
        {
            foreach (var target in fleet.Plan.Targets)
                target.LimitBytes = fleet.Random.Pick([2L << 30, 3L << 30]);
            var structure = fleet.Foreign(owned: true);
            var leaking = fleet.Random.Pick(fleet.Plan.Targets, Math.Max(1, fleet.Plan.Targets.Count / 2)).ToHashSet();
            var rate = leaking.Min(FleetBuilder.Room) * fleet.Random.Between(1.3, 3) / fleet.Hours / structure.EntryBytes;
            fleet.Leak(null, "until the container is killed", structure, null, _ => new Steady(rate), "instance", onTarget: leaking.Contains);
        }),
    ];

    private static void Service(FleetBuilder fleet, Structure structure)
    {
        var leaking = fleet.Random.Pick(fleet.Plan.Targets, Math.Max(1, fleet.Plan.Targets.Count / 2)).ToHashSet();
        var rate = fleet.Rate([.. leaking], structure, fleet.Hours) / structure.EntryBytes;
        fleet.Leak(null, "in some instances of a service", structure, null, _ => new Steady(rate), "instance", onTarget: leaking.Contains);
    }

    // Private bytes wobble with gen 0, holes with the heap: growth must be many times that to be anybody's business.
    private static void Beside(FleetBuilder fleet, string kind, string what, string? version = null, double loadPower = 0)
    {
        var hosts = fleet.Hosts(fleet.Suspect, version);
        var wobble = kind == "native" ? hosts.Max(target => target.Collector.Gen0Bytes + (0.01 * target.NativeBytes)) : hosts.Max(target => FleetBuilder.LiveBytes(target) * target.FreeShare * 0.15);
        var grown = Math.Max(hosts.Average(FleetBuilder.LiveBytes) * fleet.Random.LogBetween(0.15, 1), wobble * fleet.Random.LogBetween(7, 25));
        grown = Math.Min(Math.Max(grown, 110e3 * fleet.Hours), 0.6 * hosts.Min(FleetBuilder.Room));
        var rate = grown / fleet.Hours / fleet.Elements(fleet.Suspect);
        Add(fleet, new Structure(kind, [], [], Owned: false), null, kind, what, _ => new Steady(rate, 0.2, loadPower), kind == "native" ? 1 : 0, kind == "native" ? 0 : 1, null, version);
    }

    private static void Add(
        FleetBuilder fleet, Structure structure, string? qaction, string kind, string what, Func<RunContext, IPath> path,
        double native = 0, double free = 0, string[]? otherKinds = null, string? version = null) =>
        fleet.Plan.Growths.Add(new GrowthPlan
        {
            Id = $"L{fleet.Plan.Growths.Count + 1}",
            What = $"{what}: {structure.What}",
            Leak = new LeakLabel(kind, structure.Heads, qaction, structure.Owned, version is null ? "protocol" : "protocolVersion", otherKinds),
            Protocol = fleet.Suspect,
            OnVersion = running => version is null || running == version,
            Path = path,
            Parts = structure.Parts,
            NativeBytes = native,
            FreeBytes = free,
        });
}
