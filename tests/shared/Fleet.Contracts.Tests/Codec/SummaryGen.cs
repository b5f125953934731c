using CsCheck;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>Any summary that the contract allows, extremes included.</summary>
internal static class SummaryGen
{
    private static readonly Gen<long> Figure = Gen.OneOf(
        Gen.Long[0, 1000], Gen.Long[0, 1L << 40], Gen.Long[0, long.MaxValue / 1000]);

    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<HostedProtocol> Protocol =
        Gen.Select(Gen.String[0, 12], Gen.OneOfConst("1.0.0.1", "2.3.4.5_DEV", ""), Gen.Int[0, int.MaxValue], (name, version, elements) => new HostedProtocol(name, version, elements));

    private static readonly Gen<MemorySample> Memory = Gen.Select(
        Time, Figure, Figure, Figure, Gen.Long[0, long.MaxValue], Figure.Array[0, 3],
        (at, priv, working, managed, limit, counts) => new MemorySample
        {
            At = at,
            PrivateBytes = priv,
            WorkingSetBytes = working,
            ManagedBytes = managed,
            LimitBytes = limit,
            GcCounts = counts,
        });

    private static readonly Gen<TypeKey> Key = Gen.Select(
        Gen.OneOf(Gen.Int[0, 40].Select(i => $"Example.Row{i}"), Gen.String[0, 6]),
        Gen.OneOfConst("", "mscorlib", "Generic Poller.1.0.0.4.QAction.63", "é"),
        (name, module) => new TypeKey(name, module));

    private static readonly Gen<TypeRow> Row = Gen.Select(
        Key, Gen.OneOf(Gen.Long[1, 100], Gen.Long[1, long.MaxValue / 1000]), Figure.Array[6],
        (key, count, gens) => new TypeRow(key.Name, key.Module, count, gens.Sum(), gens[0], gens[1], gens[2], gens[3], gens[4], gens[5]));

    private static readonly Gen<GenerationTotals> Totals = Figure.Array[12].Select(
        n => new GenerationTotals(new(n[0], n[1]), new(n[2], n[3]), new(n[4], n[5]), new(n[6], n[7]), new(n[8], n[9]), new(n[10], n[11])));

    private static readonly Gen<HeapSummary> Heap = Gen.Select(
        Row.Array[0, 60], Totals, Figure.Array[5], Gen.Double[0, 1e6], Gen.Bool, Gen.Int[0, 9], Gen.Select(Gen.OneOfConst("10.0.12", "4.8.4515.0"), Details.Any),
        (rows, totals, n, ms, flag, attempts, more) => new HeapSummary
        {
            Process = new ProcessDescription("SLScripting", 4711, Started, 64),
            Runtime = new RuntimeDescription(".NET", more.Item1, flag),
            Source = flag ? "live" : "dump",
            Objects = n[0],
            Bytes = n[1],
            FreeBytes = n[2],
            Complete = !flag,
            IncompleteReason = flag && attempts > 3 ? "one segment was not walked" : null,
            BytesWalked = n[3],
            BytesCommitted = n[4],
            Method = attempts % 2 == 0 ? "concurrent" : "suspended",
            EstimateErrorBytes = flag && attempts > 2 ? n[3] : null,
            PauseMs = ms,
            LongestPauseMs = attempts > 1 ? ms / 2 : ms,
            WalkMs = ms * 3,
            Attempts = attempts,
            Generations = totals,
            Types = [.. rows.DistinctBy(row => row.Key)],
            Details = more.Item2,
        });

    private static DateTimeOffset Started => new(2026, 1, 1, 0, 0, 0, 5, TimeSpan.Zero);

    public static Gen<InstanceSummary> One { get; } = Gen.Select(
        Time, Gen.Enum<LookTrigger>(), Protocol.Array[0, 4], Memory, Heap, Gen.OneOfConst<string?>(null, "c0ffee"),
        (takenAt, trigger, protocols, memory, heap, command) => new InstanceSummary
        {
            Instance = new InstanceIdentity("node-1", 4711, Started),
            TakenAt = takenAt,
            Trigger = trigger,
            Protocols = protocols,
            Memory = memory,
            Heap = heap,
            CommandId = command,
        });

    /// <summary>Several instances' summaries, in the order of a stream.</summary>
    public static Gen<(uint Ref, InstanceSummary Summary)[]> Stream { get; } = Gen.Select(
        Gen.UInt[1, 3], One, (reference, summary) => (reference, Of(reference, summary))).Array[1, 12];

    private static InstanceSummary Of(uint reference, InstanceSummary summary)
    {
        var instance = new InstanceIdentity("node-1", (int)(4710 + reference), Started);
        return summary with { Instance = instance, Heap = summary.Heap with { Process = summary.Heap.Process with { Pid = instance.Pid } } };
    }
}
