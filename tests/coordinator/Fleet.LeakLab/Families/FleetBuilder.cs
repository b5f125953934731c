using System.Globalization;
using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Families;

/// <summary>Adds growth, guilty and innocent, to an ordinary fleet.</summary>
internal sealed class FleetBuilder(FleetPlan plan, RandomStream random)
{
    private int _growths;

    public FleetPlan Plan { get; } = plan;

    public RandomStream Random { get; } = random;

    public double Hours => Plan.Hours;

    /// <summary>The protocol that a family is about.</summary>
    public ProtocolPlan Suspect => Plan.Protocols[0];

    /// <summary>A type name of a protocol that nothing else in the fleet has.</summary>
    public string EntryName(ProtocolPlan protocol) =>
        $"Skyline.Protocol.{protocol.Name.Split(' ', '-', '.')[0]}.{Random.Pick(Vocabulary.Roles)}.{Random.Pick(Vocabulary.Nouns)}{Random.Pick(["Item", "State", "Holder", "Context", "Data"])}{++_growths}";

    /// <summary>
    /// A structure of a protocol's own, in one of its QActions. More often than not the protocol also uses objects of that type in the
    /// ordinary course of work, in all processes that host it.
    /// </summary>
    public (Structure Structure, string QAction) Own(ProtocolPlan protocol, Func<RandomStream, string, string, Structure>? make = null)
    {
        var qaction = Random.Whole(1, 80);
        var structure = (make ?? Structures.Owned)(Random, EntryName(protocol), protocol.Module(qaction));
        if (Random.Chance(0.7))
        {
            var bytes = Random.LogBetween(5e3, 2e6);
            protocol.Types.Add(new BaseType
            {
                Type = structure.Parts[0].Type,
                ObjectBytes = structure.Parts[0].Bytes,
                PerElement = bytes / structure.Parts[0].Bytes,
                Noise = Random.LogBetween(0.005, 0.15),
                Memory = Random.Whole(0, 3),
                LoadShare = Random.Chance(0.5) ? Random.Between(0.05, 0.5) : 0,
                WarmUpHours = Hours * Random.LogBetween(0.0005, 0.02),
                GarbagePerHour = Random.Chance(0.5) ? bytes * Random.LogBetween(0.05, 1) / Plan.Targets[0].Collector.FullEveryHours : 0,
                Young = bytes * Random.LogBetween(0.01, 1),
            });
        }

        return (structure, qaction.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A structure that belongs to no protocol but to a program's own assembly, or (without an entry) to nobody.</summary>
    public Structure Foreign(bool owned)
    {
        var structure = owned ? Structures.Owned(Random, $"{Plan.Targets[0].ProcessName}.{Random.Pick(Vocabulary.Roles)}.{Random.Pick(Vocabulary.Nouns)}Item", $"{Plan.Targets[0].ProcessName}.Core") : Structures.Strings(Random);
        TypeName Local(TypeName type) => type with { Module = type.Module == "mscorlib" ? TypeFactory.CoreLibrary : type.Module };
        return structure with { Parts = [.. structure.Parts.Select(part => part with { Type = Local(part.Type) })], Heads = [.. structure.Heads.Select(Local)] };
    }

    /// <summary>Processes that host a protocol, in a version if one is given.</summary>
    public List<TargetPlan> Hosts(ProtocolPlan protocol, string? version = null) => Plan.Targets.FindAll(target => target.Hosts(protocol, version));

    /// <summary>Bytes of objects that a process holds in the ordinary course of work.</summary>
    public static double LiveBytes(TargetPlan target)
    {
        var elements = target.Hostings.Sum(hosting => hosting.ElementsAt(0));
        return target.Types.Sum(type => type.ObjectBytes * (type.Fixed + (type.PerElement * elements)))
            + target.Hostings.Sum(hosting => hosting.Protocol.Types.Sum(type => type.ObjectBytes * (type.Fixed + (type.PerElement * hosting.ElementsAt(0)))));
    }

    /// <summary>Bytes by which the heads of a structure vary in a process without it, generously: noise, load and garbage.</summary>
    public static double NoiseBytes(TargetPlan target, Structure structure)
    {
        var elements = target.Hostings.Sum(hosting => hosting.ElementsAt(0));
        double Noise(IEnumerable<BaseType> types, double scale) => types.Where(type => structure.Heads.Contains(type.Type)).Sum(type =>
            (type.ObjectBytes * (type.Fixed + (type.PerElement * scale)) * (type.Noise + (0.3 * type.LoadShare))) + (0.4 * type.GarbagePerHour * target.Collector.FullEveryHours));
        return Noise(target.Types, elements) + target.Hostings.Sum(hosting => Noise(hosting.Protocol.Types, hosting.ElementsAt(0)));
    }

    /// <summary>
    /// Bytes an hour at which a leak is worth finding and can be found within so many hours in all of these processes: many times its noise,
    /// some part of the heap, and less than what would fill the process.
    /// </summary>
    public double Rate(IReadOnlyList<TargetPlan> targets, Structure structure, double hours, double low = 0.06, double high = 0.8)
    {
        // It has to show in those of its types by which it is called, not only in strings that everybody has.
        var noise = targets.Max(target => NoiseBytes(target, structure)) / Math.Max(0.05, structure.HeadShare);
        var live = targets.Average(LiveBytes);
        var room = targets.Min(Room);
        var visible = live * Random.LogBetween(low, high);
        // Every third is no bigger than it must be.
        var grown = Math.Max(Random.Chance(0.35) ? 0 : visible, noise * Random.LogBetween(12, 50));
        grown = Math.Max(grown, 110e3 * hours);
        return Math.Min(grown, 0.6 * room) / hours;
    }

    /// <summary>Entries an hour and element of a leak that is worth finding and can be found within so many hours.</summary>
    public double PerElement(ProtocolPlan protocol, Structure structure, double hours, double low = 0.06, double high = 0.8, string? version = null) =>
        Rate(Hosts(protocol, version), structure, hours, low, high) / structure.EntryBytes / Elements(protocol);

    /// <summary>Bytes a process may grow by before it dies.</summary>
    public static double Room(TargetPlan target) =>
        target.LimitBytes == 0 ? 6e9 : (target.LimitBytes * 0.9) - (LiveBytes(target) * 1.4) - target.NativeBytes;

    /// <summary>Median elements of a protocol over its processes.</summary>
    public double Elements(ProtocolPlan protocol)
    {
        var counts = Plan.Targets.SelectMany(target => target.Hostings).Where(hosting => hosting.Protocol == protocol).Select(hosting => hosting.Elements(0)).Where(count => count > 0).Order().ToList();
        return counts.Count == 0 ? 1 : counts[counts.Count / 2];
    }

    /// <summary>Adds a leak of a protocol.</summary>
    /// <param name="protocol">Who leaks.</param>
    /// <param name="what">In words.</param>
    /// <param name="structure">Where it shows.</param>
    /// <param name="qaction">Number of the QAction; told only if a module names it.</param>
    /// <param name="path">How it grows, entries by the hour.</param>
    /// <param name="cause">What those that leak have in common.</param>
    /// <param name="onVersion">Versions that leak.</param>
    /// <param name="onTarget">Processes that leak.</param>
    public GrowthPlan Leak(
        ProtocolPlan? protocol, string what, Structure structure, string? qaction, Func<RunContext, IPath> path, string cause = "protocol",
        Func<string, bool>? onVersion = null, Func<TargetPlan, bool>? onTarget = null)
    {
        var leak = new GrowthPlan
        {
            Id = $"L{Plan.Growths.Count + 1}",
            What = $"{what}: {structure.What}",
            Leak = new LeakLabel("managed", structure.Heads, structure.Owned ? qaction : null, structure.Owned && protocol is not null, cause),
            Protocol = protocol,
            OnVersion = onVersion ?? (_ => true),
            OnTarget = onTarget ?? (_ => true),
            Path = path,
            Parts = structure.Parts,
        };
        Plan.Growths.Add(leak);
        return leak;
    }

    /// <summary>Adds growth that is no leak.</summary>
    public void Innocent(ProtocolPlan? protocol, string what, Structure structure, Func<RunContext, IPath> path, Func<TargetPlan, bool>? onTarget = null, Func<string, bool>? onVersion = null) =>
        Plan.Growths.Add(new GrowthPlan
        {
            Id = $"I{Plan.Growths.Count + 1}",
            What = $"{what}: {structure.What}",
            Protocol = protocol,
            Path = path,
            OnTarget = onTarget ?? (_ => true),
            OnVersion = onVersion ?? (_ => true),
            Parts = structure.Parts,
        });

    /// <summary>Some of what every process does: lazy initialisation, a cache or two, work under way.</summary>
    public void Everyday()
    {
        foreach (var protocol in Plan.Protocols)
        {
            var hosts = Hosts(protocol);
            if (hosts.Count == 0 || !Random.Chance(0.6))
                continue;
            var (structure, _) = Own(protocol);
            var entries = hosts.Average(LiveBytes) * Random.LogBetween(0.002, 0.06) / structure.EntryBytes / Elements(protocol);
            var fill = Hours * Random.LogBetween(0.002, 0.12);
            if (Random.Chance(0.5))
                Innocent(protocol, "bounded cache", structure, _ => new Bounded(entries, fill));
            else if (Random.Chance(0.5))
                Innocent(protocol, "lazy initialisation", structure, _ => new Saturating(entries, fill / 2, perElement: true));
            else
                Innocent(protocol, "work under way", structure, _ => new Following(entries, 0.8));
        }
    }
}
