using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Codec;

/// <summary>Heap details on the wire.</summary>
public static class HeapDetailsMapping
{
    internal const int FinalizableFigures = 3;
    private const int SpaceFigures = 3;

    /// <summary>The wire form.</summary>
    /// <exception cref="ArgumentException">A negative figure.</exception>
    public static Wire.HeapDetails ToWire(this HeapDetails details)
    {
        var wire = new Wire.HeapDetails
        {
            Handles = FigureTables.ToWire(details.Handles.Select(row => Row(row.Kind, row.Count))),
            Finalizable = FigureTables.ToWire(details.Finalizable.Select(
                row => new FigureRow(new TypeKey(row.Name, row.Module), [row.Registered, row.Suppressed, row.Waiting]))),
            Assemblies = FigureTables.ToWire(details.Assemblies.Select(row => Row(row.Name, row.Loaded))),
            NativeHeaps = FigureTables.ToWire(details.Memory.Runtime.Select(row => Row(row.Kind, row.Bytes))),
            PrivateBytes = details.Memory.PrivateBytes,
            CollectorBytes = details.Memory.CollectorBytes,
            OtherBytes = details.Memory.OtherBytes,
            Notes = { details.Notes },
        };
        if (details.LargestFreeBlockBytes is { } block)
            wire.LargestFreeBlockBytes = block;
        GenerationSpace[] spaces = InOrder(details.Space);
        wire.Space.AddRange(spaces.Select(space => space.FreeBytes));
        wire.Space.AddRange(spaces.Select(space => space.CommittedBytes));
        wire.Space.AddRange(spaces.Select(space => space.ReservedBytes));
        return IsBounded(wire) ? wire : Shortened(wire);
    }

    /// <summary>Reads the wire form; null where there is none.</summary>
    /// <exception cref="InvalidDataException">A figure that no heap has.</exception>
    public static HeapDetails? ToContract(this Wire.HeapDetails? wire)
    {
        if (wire is null)
            return null;

        const int Generations = HeapTotalsMapping.Generations;
        if (wire.Space.Count != Generations * SpaceFigures || wire.Space.Any(bytes => bytes < 0))
            throw new InvalidDataException($"The space of {Generations} generations is needed in the details of a heap, with no figure below 0.");
        if ((wire.PrivateBytes | wire.CollectorBytes | wire.OtherBytes) < 0 || (wire.HasLargestFreeBlockBytes && wire.LargestFreeBlockBytes < 0))
            throw new InvalidDataException("The details of a heap have a negative number of bytes.");

        GenerationSpace At(int i) => new(wire.Space[i], wire.Space[i + Generations], wire.Space[i + (2 * Generations)]);
        return new HeapDetails
        {
            Handles = [.. FigureTables.Read(wire.Handles, 1).Select(row => new HandleCount(row.Key.Name, row.Figures[0]))],
            Finalizable =
            [
                .. FigureTables.Read(wire.Finalizable, FinalizableFigures)
                    .Select(row => new FinalizableRow(row.Key.Name, row.Key.Module, row.Figures[0], row.Figures[1], row.Figures[2])),
            ],
            Assemblies = [.. FigureTables.Read(wire.Assemblies, 1).Select(row => new AssemblyCount(row.Key.Name, row.Figures[0]))],
            Space = new GenerationSpaces(At(0), At(1), At(2), At(3), At(4), At(5)),
            Memory = new MemoryUse(
                wire.PrivateBytes, wire.CollectorBytes, wire.OtherBytes,
                [.. FigureTables.Read(wire.NativeHeaps, 1).Select(row => new NativeHeapUse(row.Key.Name, row.Figures[0]))]),
            LargestFreeBlockBytes = wire.HasLargestFreeBlockBytes ? wire.LargestFreeBlockBytes : null,
            Notes = [.. wire.Notes],
        };
    }

    internal static bool IsBounded(Wire.HeapDetails wire) =>
        wire.CalculateSize() <= CodecLimits.MostDetailBytes
        && Math.Max(wire.Finalizable?.Names.Count ?? 0, wire.Assemblies?.Names.Count ?? 0) <= CodecLimits.MostDetailRows;

    private static FigureRow Row(string name, long figure) => new(new TypeKey(name, ""), [figure]);

    private static GenerationSpace[] InOrder(GenerationSpaces space) => [space.Gen0, space.Gen1, space.Gen2, space.Loh, space.Poh, space.Frozen];

    // Thousands of long names: what has a bound is kept, and that the rest is missing is said.
    private static Wire.HeapDetails Shortened(Wire.HeapDetails wire)
    {
        wire.Finalizable = wire.Assemblies = null;
        wire.Notes.Clear();
        wire.Notes.Add("the tables of finalizable types and of assemblies were too large to send");
        return wire;
    }
}
