using Fleet.Analysis;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Benchmarks;

/// <summary>A heap with sizes spread over five decades, a tenth of its types restless, and three leaks.</summary>
internal sealed class SyntheticHeap
{
    private readonly Random _random = new(1);
    private readonly (TypeKey Key, double Level, double Noise, double Growth)[] _types;

    public SyntheticHeap(int types)
    {
        _types =
        [
            .. Enumerable.Range(0, types).Select(i => (
                new TypeKey(FormattableString.Invariant($"Vendor.Product.Namespace{i % 40}.SomeRatherLongTypeName{i}"), "Vendor Modem.1.0.0.4.QAction.2"),
                Math.Pow(10, 2 + (5 * _random.NextDouble())),
                i % 10 == 0 ? 0.1 : 0.001,
                i < 3 ? 50_000.0 : 0)),
        ];
    }

    public InstanceIdentity Instance { get; } = new("dma-01", 4711, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    public AnalysisOptions Options { get; } = new();

    public InstanceSummary Look(int look)
    {
        var at = Instance.StartedAt.AddMinutes(5 * (look + 1));
        var rows = _types
            .Select(type =>
            {
                var bytes = (long)((type.Level * (1 + (type.Noise * (_random.NextDouble() - 0.5)))) + (type.Growth * look));
                return new TypeRow(type.Key.Name, type.Key.Module, bytes / 64, bytes, 0, 0, bytes, 0, 0, 0);
            })
            .ToList();
        var sum = rows.Sum(row => row.Bytes);
        return new InstanceSummary
        {
            Instance = Instance,
            TakenAt = at,
            Trigger = LookTrigger.Schedule,
            Protocols = [],
            Memory = new MemorySample { At = at, PrivateBytes = sum + 50_000_000, ManagedBytes = sum, GcCounts = [look * 100, look * 10, look] },
            Heap = new HeapSummary
            {
                Process = new ProcessDescription("SLScripting", Instance.Pid, Instance.StartedAt, 64),
                Runtime = new RuntimeDescription(".NET", "10.0.0", ServerGc: false),
                Source = "live",
                Objects = rows.Sum(row => row.Count),
                Bytes = sum,
                FreeBytes = 0,
                Complete = true,
                BytesWalked = sum,
                BytesCommitted = sum,
                PauseMs = 1,
                WalkMs = 1,
                Attempts = 1,
                Generations = new GenerationTotals(default, default, new GenerationTotal(0, sum), default, default, default),
                Types = rows,
                Details = Details(look),
            },
        };
    }

    // What an SLScripting of 40 protocols shows: hundreds of assemblies, some of them compiled anew, handles of every kind, a queue of finalizers.
    private static HeapDetails Details(int look) => new()
    {
        Assemblies = [.. Enumerable.Range(0, 400).Select(i => new AssemblyCount(FormattableString.Invariant($"Vendor Product {i % 40}.1.0.0.4.QAction.{i}"), 1 + (i % 20 == 0 ? i + look : 0)))],
        Handles = [.. Enumerable.Range(0, 11).Select(i => new HandleCount(FormattableString.Invariant($"Kind{i}"), 100 * (i + 1)))],
        Finalizable = [.. Enumerable.Range(0, 60).Select(i => new FinalizableRow(FormattableString.Invariant($"Vendor.Product.Namespace{i}.SomeRatherLongTypeName"), "Vendor Modem.1.0.0.4.QAction.2", 50, 5, i % 9))],
        Space = new GenerationSpaces(default, default, default, default, default, default),
        Memory = new MemoryUse(0, 0, 0, []),
        Notes = [],
    };

    /// <summary>Live bytes that the trends hold by themselves; names belong to the summaries that brought them.</summary>
    public long StateBytes(InstanceTrends trends)
    {
        var checkpoint = trends.ToCheckpoint();
        // The first copies take the place of what nobody needs any more; the others are measured.
        const int Copies = 16;
        var copies = new List<InstanceTrends>(2 * Copies);
        Copy(copies, Copies, checkpoint);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Copy(copies, Copies, checkpoint);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Copies;
        GC.KeepAlive(copies);
        GC.KeepAlive(trends);
        return bytes;
    }

    private void Copy(List<InstanceTrends> copies, int count, byte[] checkpoint)
    {
        for (var i = 0; i < count; i++)
            copies.Add(InstanceTrends.FromCheckpoint(Instance, checkpoint, Options));
    }
}
