using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>Summaries as a busy SLScripting gives them: real framework names, QAction assemblies, generics, closures, state machines.</summary>
internal static class Realistic
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private static readonly string[] Words =
    [
        "Poll", "Row", "Table", "Cache", "Session", "Trap", "Alarm", "Stream", "Packet", "Frame", "Config", "State", "Value", "Column", "Index",
        "Device", "Element", "Interface", "Channel", "Service", "Transport", "Multiplex", "Carrier", "Signal", "Level", "Monitor", "Threshold",
        "Request", "Response", "Message", "Header", "Body", "Parser", "Builder", "Factory", "Provider", "Handler", "Listener", "Observer", "Event",
        "Queue", "Buffer", "Pool", "Worker", "Timer", "Task", "Job", "Schedule", "Retry", "Policy", "Token", "Key", "Entry", "Node", "Tree", "Graph",
        "Path", "Route", "Address", "Endpoint", "Socket", "Client", "Server", "Proxy", "Gateway", "Bridge", "Adapter", "Converter", "Formatter",
        "Writer", "Reader", "Scanner", "Matcher", "Filter", "Sorter", "Mapper", "Resolver", "Locator", "Registry", "Catalog", "Inventory", "Snapshot",
    ];

    private static readonly string[] Framework =
    [
        "mscorlib", "System", "System.Core", "System.Xml", "System.Data", "System.Net.Http", "Newtonsoft.Json", "SLManagedScripting", "SLLoggerUtil",
        "Skyline.DataMiner.Scripting", "SharpSnmpLib", "System.Collections.Concurrent",
    ];

    /// <summary>A first look with this many types.</summary>
    public static InstanceSummary First(int types)
    {
        var random = new Random(20260302);
        var names = new HashSet<TypeKey>();
        while (names.Count < types)
            names.Add(Name(random));
        TypeRow[] rows = [.. names.Select((key, rank) => Row(key, rank + 1, random))];
        return Summary(rows, looks: 0);
    }

    /// <summary>The look after <paramref name="previous"/>, with a part of the types changed as a running process changes them.</summary>
    public static InstanceSummary Next(InstanceSummary previous, double changedPart, int looks)
    {
        var random = new Random(7919 * looks);
        TypeRow[] rows = [.. previous.Heap.Types.Select(row => random.NextDouble() < changedPart ? Changed(row, random) : row)];
        var next = Summary(rows, looks);
        if (changedPart == 0)
            return next with { Memory = previous.Memory with { At = next.Memory.At }, Heap = previous.Heap with { PauseMs = 11.25 + looks, LongestPauseMs = 11.25 + looks, WalkMs = 812.5 } };
        return next;
    }

    private static InstanceSummary Summary(TypeRow[] rows, int looks)
    {
        Array.Sort(rows, (a, b) => b.Bytes.CompareTo(a.Bytes));
        var instance = new InstanceIdentity("8a1f7c3e5b0d4e6f9a2b4c6d8e0f1a3b", 7952, Start.AddHours(-9).AddMilliseconds(137));
        var takenAt = Start.AddMinutes(5 * looks).AddMilliseconds(417);
        var bytes = rows.Sum(row => row.Bytes);
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = takenAt,
            Trigger = LookTrigger.Schedule,
            Protocols = [new("Microsoft Platform", "1.0.0.1", 40), new("Generic Poller", "1.0.0.4", 112), new("Trap Receiver", "2.1.3.7", 9)],
            Memory = new MemorySample
            {
                At = takenAt.AddSeconds(-3.25),
                PrivateBytes = bytes * 5 / 4,
                WorkingSetBytes = bytes * 6 / 5,
                ManagedBytes = bytes + (64 << 20),
                LimitBytes = 4L << 30,
                GcCounts = [1210 + (3 * looks), 311 + looks, 12],
            },
            Heap = new HeapSummary
            {
                Process = new ProcessDescription("SLScripting", instance.Pid, instance.StartedAt, 32),
                Runtime = new RuntimeDescription(".NET Framework", "4.8.4515.0", false),
                Source = "live",
                Objects = rows.Sum(row => row.Count),
                Bytes = bytes,
                FreeBytes = 11 << 20,
                Complete = true,
                BytesWalked = bytes + (11 << 20),
                BytesCommitted = bytes + (64 << 20),
                Method = "concurrent",
                PauseMs = 11.25 + looks,
                LongestPauseMs = 11.25 + looks,
                WalkMs = 812.5,
                Attempts = 1,
                Generations = new GenerationTotals(
                    new(1, rows.Sum(row => row.Gen0)), new(2, rows.Sum(row => row.Gen1)), new(3, rows.Sum(row => row.Gen2)),
                    new(4, rows.Sum(row => row.Loh)), new(5, rows.Sum(row => row.Poh)), new(0, 0)),
                Types = rows,
                Details = Details.Realistic(rows, looks),
            },
        };
    }

    private static TypeKey Name(Random random)
    {
        string Word() => Words[random.Next(Words.Length)];
        string Class() => Word() + Word() + (random.Next(3) == 0 ? Word() : "");
        if (random.Next(5) < 2)
        {
            var module = Framework[random.Next(Framework.Length)];
            var ns = module == "mscorlib" ? "System." + Word() : module + "." + Word();
            return new TypeKey(Shape($"{ns}.{Class()}", random), module);
        }

        // Some thirty protocols on a DataMiner agent, each with a few QActions that bring types of their own.
        var protocol = random.Next(30);
        var qaction = 1 + (random.Next(4) * 20);
        var product = $"{Words[protocol * 2]} {Words[(protocol * 2) + 1]}";
        var space = $"Skyline.Protocol.{product.Replace(" ", "", StringComparison.Ordinal)}.{Words[(protocol + qaction) % Words.Length]}";
        return new TypeKey(Shape($"{space}.{Class()}", random), $"{product} Platform.1.0.{protocol % 3}.{protocol}.QAction.{qaction}");
    }

    private static string Shape(string name, Random random) => random.Next(10) switch
    {
        0 => $"System.Collections.Generic.Dictionary<System.String, {name}>",
        1 => $"System.Collections.Generic.Dictionary<System.Int32, {name}>+Entry[]",
        2 => $"System.Collections.Generic.List<{name}>",
        3 => $"{name}[]",
        4 => $"{name}+<>c__DisplayClass{random.Next(40)}_0",
        5 => $"{name}+<RunAsync>d__{random.Next(40)}",
        6 => $"System.Func<{name}, System.Boolean>",
        _ => name,
    };

    private static TypeRow Row(TypeKey key, int rank, Random random)
    {
        var count = Math.Max(1, (long)(3_000_000 / Math.Pow(rank, 1.15) * (0.5 + random.NextDouble())));
        var variable = key.Name.EndsWith("[]", StringComparison.Ordinal);
        var bytes = variable ? 8 * ((count * random.Next(5, 60)) + random.Next(100)) : count * 8 * random.Next(2, 16);
        var gen0 = random.Next(4) == 0 ? Share(bytes, random, 20) : 0;
        var gen1 = random.Next(12) == 0 ? Share(bytes, random, 30) : 0;
        var loh = variable && bytes > 1_000_000 ? Share(bytes, random, 2) : 0;
        return new TypeRow(key.Name, key.Module, count, bytes, gen0, gen1, bytes - gen0 - gen1 - loh, loh, 0, 0);
    }

    private static TypeRow Changed(TypeRow row, Random random)
    {
        var size = Math.Max(8, row.Bytes / row.Count / 8 * 8);
        var born = 1 + (long)(Math.Pow(random.NextDouble(), 3) * Math.Max(4, row.Count / 50.0));
        var died = random.Next(3) == 0 ? Math.Min(row.Count, born) : 0;
        var count = Math.Max(1, row.Count + born - died);
        var variable = row.Name.EndsWith("[]", StringComparison.Ordinal);
        var bytes = variable
            ? Math.Max(row.Gen0 + row.Gen1 + row.Loh, row.Bytes + ((count - row.Count) * size) + (8 * random.Next(-4, 12)))
            : row.Bytes / row.Count * count;
        bytes = Math.Max(bytes, row.Gen1 + row.Loh);
        // Most of what came since the last collection is young.
        var gen0 = random.Next(2) == 0 ? Math.Min(bytes - row.Gen1 - row.Loh, born * size) : Math.Min(bytes - row.Gen1 - row.Loh, row.Gen0);
        return row with { Count = count, Bytes = bytes, Gen0 = gen0, Gen2 = bytes - gen0 - row.Gen1 - row.Loh };
    }

    private static long Share(long bytes, Random random, int part) => bytes / 8 / (1 + random.Next(part)) * 8 / 2;
}
