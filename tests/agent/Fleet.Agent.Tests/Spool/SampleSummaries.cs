using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Tests.Spool;

/// <summary>Summaries that can be told apart.</summary>
internal static class SampleSummaries
{
    public const string Node = "node-1";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    /// <summary>What the n-th summary is known by.</summary>
    public static string NameOf(int n) => string.Create(CultureInfo.InvariantCulture, $"look-{n}");

    /// <summary>An instance that summaries are of.</summary>
    public static InstanceIdentity Instance(int pid = 4711) => new(Node, pid, Start);

    /// <summary>The n-th summary.</summary>
    public static InstanceSummary Make(int n, int types = 5, int pid = 4711, string node = Node)
    {
        var instance = new InstanceIdentity(node, pid, Start);
        var takenAt = Start.AddSeconds(n);
        TypeRow[] rows = [.. Enumerable.Range(1, types).Select(i => Row(n, i)).OrderByDescending(row => row.Bytes)];
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = takenAt,
            Trigger = LookTrigger.Schedule,
            Protocols = [new("Generic Poller", "1.0.0.4", 12)],
            Memory = new MemorySample { At = takenAt, PrivateBytes = 1_000_000 + n },
            CommandId = NameOf(n),
            Heap = new HeapSummary
            {
                Process = new ProcessDescription("SLScripting", pid, instance.StartedAt, 64),
                Runtime = new RuntimeDescription(".NET", "10.0.12", false),
                Source = "live",
                Objects = rows.Sum(row => row.Count),
                Bytes = rows.Sum(row => row.Bytes),
                FreeBytes = 0,
                Complete = true,
                BytesWalked = 1,
                BytesCommitted = 1,
                PauseMs = 1,
                WalkMs = 2,
                Attempts = 1,
                Generations = new GenerationTotals(default, default, default, default, default, default),
                Types = rows,
            },
        };
    }

    private static TypeRow Row(int n, int i)
    {
        var count = (long)(n % 97) + i;
        return new TypeRow($"Example.Row{i}", "Example", count, count * 24, 0, 0, count * 24, 0, 0, 0);
    }
}
