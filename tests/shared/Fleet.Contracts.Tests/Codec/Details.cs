using CsCheck;
using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>Heap details: any that the contract allows, and such as a busy SLScripting has.</summary>
internal static class Details
{
    private static readonly Gen<long> Figure = Gen.OneOf(Gen.Long[0, 9], Gen.Long[0, 1L << 40], Gen.Long[0, long.MaxValue / 1000]);

    private static readonly Gen<string> Name = Gen.OneOf(Gen.Int[0, 6].Select(i => $"Example.Row{i}"), Gen.String[0, 4]);

    private static readonly Gen<FinalizableRow> Finalizable = Gen.Select(
        Name, Gen.OneOfConst("", "mscorlib"), Figure.Array[3], (name, module, n) => new FinalizableRow(name, module, n[0] + 1, n[1], n[2]));

    private static readonly Gen<GenerationSpace> Space = Figure.Array[3].Select(n => new GenerationSpace(n[0], n[1], n[2]));

    /// <summary>Any.</summary>
    public static Gen<HeapDetails?> Any { get; } = Gen.Select(
        Gen.Select(Name, Figure).Array[0, 5], Finalizable.Array[0, 5], Gen.Select(Name, Figure).Array[0, 5], Space.Array[6], Figure.Array[4], Gen.Int[0, 4],
        (handles, finalizable, assemblies, space, n, kind) => kind == 0 ? null : new HeapDetails
        {
            Handles = [.. handles.DistinctBy(row => row.Item1).Select(row => new HandleCount(row.Item1, row.Item2 + 1))],
            Finalizable = [.. finalizable.DistinctBy(row => (row.Name, row.Module))],
            Assemblies = [.. assemblies.DistinctBy(row => row.Item1).Select(row => new AssemblyCount(row.Item1, row.Item2 + 1))],
            Space = new GenerationSpaces(space[0], space[1], space[2], space[3], space[4], space[5]),
            Memory = new MemoryUse(n[0], n[1], n[2], [.. assemblies.DistinctBy(row => row.Item1).Select(row => new NativeHeapUse(row.Item1, row.Item2 + 1))]),
            LargestFreeBlockBytes = kind == 1 ? null : n[3],
            Notes = kind == 2 ? ["handles were counted a moment later"] : [],
        });

    /// <summary>Those of a process with these types and modules, <paramref name="looks"/> looks after its first.</summary>
    public static HeapDetails Realistic(IReadOnlyList<TypeRow> rows, int looks)
    {
        var modules = rows.Select(row => row.Module).Distinct().Order(StringComparer.Ordinal).ToArray();
        var finalizable = rows.OrderBy(row => row.Name, StringComparer.Ordinal).Where((_, i) => i % 100 == 0);
        return new HeapDetails
        {
            Handles = [new("WeakShort", 4211 + looks), new("Strong", 612), new("Dependent", 98), new("Pinned", 41 + looks % 2), new("WeakLong", 17), new("RefCounted", 9)],
            Finalizable = [.. finalizable.Select((row, i) => new FinalizableRow(row.Name, row.Module, 3 * i + 1 + (i % 5 == 0 ? looks : 0), i % 3, i % 7 == 0 ? looks : 0))],
            Assemblies = [.. modules.Select((module, i) => new AssemblyCount(module, i % 20 == 0 ? 2 + looks / 3 : 1))],
            Space = new GenerationSpaces(new(1 << 20, 6 << 20, 250 << 20), new(12_345, 2 << 20, 0), new(9_876_544 + looks * 1_048, 700 << 20, 1 << 20), new(1_024, 44 << 20, 0), default, default),
            Memory = new MemoryUse(
                (1L << 30) + looks * 4_096, 800 << 20, 60 << 20,
                [new("LoaderCodeHeap", 25 << 20), new("HighFrequencyHeap", 14 << 20), new("LowFrequencyHeap", 9 << 20), new("FixupPrecodeHeap", 3 << 20), new("HandleTable", 256 << 10), new("IndirectionCellHeap", 72 << 10)]),
            LargestFreeBlockBytes = (412L << 20) - looks * (64 << 10),
            Notes = ["the counts of handles are of a moment after the walk"],
        };
    }
}
