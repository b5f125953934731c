using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Coordinator.Tests.Kit;

/// <summary>Summaries as an agent would take them.</summary>
internal static class Summaries
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static InstanceIdentity Instance(string node = "node-a", int pid = 4711) => new(node, pid, Start.AddHours(-5));

    /// <summary>A summary of <paramref name="types"/> types; the first one holds <paramref name="leaked"/> objects of 100 bytes.</summary>
    public static InstanceSummary Of(InstanceIdentity instance, DateTimeOffset at, int types = 20, long leaked = 1000)
    {
        var rows = Enumerable.Range(0, types).Select(i => Row(i, i == 0 ? leaked : 10 + i)).OrderByDescending(r => r.Bytes).ToArray();
        var bytes = rows.Sum(r => r.Bytes);
        var minutes = Math.Max(0, (long)(at - Start).TotalMinutes);
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = at,
            Trigger = LookTrigger.Schedule,
            Protocols = [new HostedProtocol("Acme Poll", "1.0.0.4", 3)],
            Memory = new MemorySample { At = at, PrivateBytes = bytes + (50 << 20), WorkingSetBytes = bytes + (40 << 20), ManagedBytes = bytes, LimitBytes = 4L << 30, GcCounts = [30 + minutes, 20 + minutes, 10 + (minutes / 2)] },
            Heap = new HeapSummary
            {
                Process = new ProcessDescription("SLScripting", instance.Pid, instance.StartedAt, 64),
                Runtime = new RuntimeDescription(".NET", "10.0.0", false),
                Source = "live",
                Objects = rows.Sum(r => r.Count),
                Bytes = bytes,
                FreeBytes = 4096,
                Complete = true,
                BytesWalked = bytes + 4096,
                BytesCommitted = bytes + 65536,
                PauseMs = 12,
                WalkMs = 80,
                Attempts = 1,
                Generations = new GenerationTotals(default, default, new GenerationTotal(rows.Sum(r => r.Count), bytes), default, default, default),
                Types = rows,
            },
        };
    }

    /// <summary>What a look learns beside objects.</summary>
    public static HeapDetails Details() => new()
    {
        Handles = [new("Strong", 40), new("Pinned", 3)],
        Finalizable = [new("Acme.Socket", "Acme Poll.1.0.0.4.QAction.1", 12, 3, 1)],
        Assemblies = [new("Acme Poll.1.0.0.4.QAction.1", 7), new("System.Private.CoreLib", 1)],
        Space = new GenerationSpaces(new(1, 2, 3), new(4, 5, 6), new(7, 8, 9), new(10, 11, 12), default, new(0, 13, 0)),
        Memory = new MemoryUse(100 << 20, 60 << 20, 30 << 20, [new("LoaderCodeHeap", 10 << 20)]),
        LargestFreeBlockBytes = 400 << 20,
        Notes = ["one handle table could not be read"],
    };

    private static TypeRow Row(int i, long count)
    {
        var module = i % 3 == 0 ? "Acme Poll.1.0.0.4.QAction.1" : "System.Private.CoreLib";
        return new TypeRow($"Acme.Type{i}", module, count, count * 100, i % 2 == 0 ? 100 : 0, 0, (count * 100) - (i % 2 == 0 ? 100 : 0), 0, 0, 0);
    }
}
