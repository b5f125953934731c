using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Families;

/// <summary>A structure in which memory gathers.</summary>
/// <param name="What">In words.</param>
/// <param name="Parts">Its types; the first is the entry itself.</param>
/// <param name="Heads">Those that belong to its owner; all, when it is made of framework types only.</param>
/// <param name="Owned">Whether a module of its types names the owner.</param>
internal sealed record Structure(string What, IReadOnlyList<Part> Parts, IReadOnlyList<TypeName> Heads, bool Owned)
{
    /// <summary>Bytes per entry when there are many.</summary>
    public double EntryBytes => Parts.Sum(BytesOf);

    /// <summary>Part of the bytes that is in the heads.</summary>
    public double HeadShare => Parts.Where(part => Heads.Contains(part.Type)).Sum(BytesOf) / EntryBytes;

    private static double BytesOf(Part part) => part.Doubles ? 1.4 * part.Bytes : part.PerEntry * part.Bytes;
}

/// <summary>The structures of DataMiner protocols and other programs.</summary>
internal static class Structures
{
    private const string Core = "mscorlib";

    /// <summary>Any structure whose entries are of the owner's own type.</summary>
    public static Structure Owned(RandomStream random, string entry, string module) => random.Whole(0, 6) switch
    {
        0 or 1 => Dictionary(random, entry, module),
        2 => List(random, entry, module),
        3 => LinkedList(random, entry, module),
        4 => Events(random, entry, module),
        5 => Timers(random, entry, module),
        _ => Tasks(random, entry, module),
    };

    public static Structure Dictionary(RandomStream random, string entry, string module)
    {
        var generic = new TypeName($"System.Collections.Generic.Dictionary<System.String, {entry}>+Entry[]", Core);
        return Make("static dictionary", module,
            new(new(entry, module), 1, random.Whole(5, 25) * 8),
            new(generic, 1, 24, Doubles: true),
            new(new("System.String", Core), random.Whole(1, 4), random.Whole(4, 16) * 8));
    }

    public static Structure List(RandomStream random, string entry, string module) => Make("static list", module,
        new(new(entry, module), 1, random.Whole(3, 30) * 8),
        new(new($"{entry}[]", module), 1, 8, Doubles: true),
        new(new("System.Byte[]", Core), random.Between(0.2, 1), random.Whole(4, 60) * 8));

    public static Structure LinkedList(RandomStream random, string entry, string module) => Make("linked list", module,
        new(new(entry, module), 1, random.Whole(4, 16) * 8),
        new(new($"System.Collections.Generic.LinkedListNode<{entry}>", Core), 1, 48),
        new(new("System.String", Core), random.Whole(1, 6), random.Whole(5, 20) * 8),
        new(new("System.Object[]", Core), random.Between(0.5, 1), random.Whole(5, 40) * 8));

    public static Structure Events(RandomStream random, string entry, string module) => Make("event handlers that are never removed", module,
        new(new(entry, module), 1, random.Whole(6, 40) * 8),
        new(new($"System.EventHandler<{entry}+ChangedEventArgs>", Core), 1, 64),
        new(new("System.Object[]", Core), 1, 8, Doubles: true));

    public static Structure Timers(RandomStream random, string entry, string module) => Make("timers that are never disposed", module,
        new(new(entry, module), 1, random.Whole(6, 30) * 8),
        new(new("System.Threading.TimerQueueTimer", Core), 1, 88),
        new(new("System.Threading.TimerHolder", Core), 1, 24),
        new(new("System.Threading.TimerCallback", Core), 1, 64),
        new(new($"{entry}+<>c__DisplayClass{random.Whole(1, 30)}_0", module), 1, 40));

    public static Structure Tasks(RandomStream random, string entry, string module) => Make("tasks that never end", module,
        new(new($"{entry}+<PollAsync>d__{random.Whole(3, 40)}", module), 1, random.Whole(12, 30) * 8),
        new(new("System.Threading.Tasks.Task", Core), 1, 72),
        new(new("System.Action", Core), 2, 64),
        new(new(entry, module), 1, random.Whole(4, 20) * 8));

    /// <summary>Strings in a static list: nothing in it belongs to its owner.</summary>
    public static Structure Strings(RandomStream random)
    {
        Part[] parts =
        [
            new(new("System.String", Core), 1, random.Whole(6, 60) * 8),
            new(new("System.String[]", Core), 1, 8, Doubles: true),
        ];
        return new("strings in a static list", parts, [.. parts.Select(part => part.Type)], Owned: false);
    }

    /// <summary>Strings, and beside them a few objects of the owner's that hold them.</summary>
    public static Structure HeldStrings(RandomStream random, string entry, string module)
    {
        Part[] parts =
        [
            new(new(entry, module), 1.0 / random.Whole(20, 80), 48),
            new(new("System.String", Core), 1, random.Whole(6, 40) * 8),
            new(new("System.String[]", Core), 1.0 / random.Whole(20, 80), random.Whole(20, 100) * 8),
        ];
        return new("strings held by a few objects", parts, [.. parts.Select(part => part.Type)], Owned: true);
    }

    private static Structure Make(string what, string module, params Part[] parts)
    {
        var entry = parts[0].Type.Name.Split("+<")[0];
        return new(what, parts, [.. parts.Where(part => part.Type.Module == module || part.Type.Name.Contains(entry, StringComparison.Ordinal)).Select(part => part.Type)], Owned: true);
    }
}
