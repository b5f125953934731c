using Google.Protobuf.Collections;

namespace Fleet.Contracts.Codec;

/// <summary>Heap details as the difference to earlier ones of the same instance.</summary>
internal static class HeapDetailsDeltas
{
    private const long NotKnown = -1;

    /// <summary>What changed; null when nothing did.</summary>
    public static Wire.HeapDetailsDelta? DifferenceTo(this Wire.HeapDetails? details, Wire.HeapDetails previous)
    {
        if (details is null)
            return new Wire.HeapDetailsDelta { Gone = true };
        if (details.Equals(previous))
            return null;

        var delta = new Wire.HeapDetailsDelta
        {
            Handles = FigureTables.Difference(previous.Handles, details.Handles, 1),
            Finalizable = FigureTables.Difference(previous.Finalizable, details.Finalizable, HeapDetailsMapping.FinalizableFigures),
            Assemblies = FigureTables.Difference(previous.Assemblies, details.Assemblies, 1),
            NativeHeaps = FigureTables.Difference(previous.NativeHeaps, details.NativeHeaps, 1),
            PrivateBytes = details.PrivateBytes - previous.PrivateBytes,
            CollectorBytes = details.CollectorBytes - previous.CollectorBytes,
            OtherBytes = details.OtherBytes - previous.OtherBytes,
        };
        if (!details.Space.Equals(previous.Space))
            delta.Space.AddRange(details.Space.Zip(previous.Space, (now, before) => now - before));
        if (Block(details) != Block(previous))
            delta.LargestFreeBlockBytes = Block(details);
        if (!details.Notes.Equals(previous.Notes))
            delta.Notes = new Wire.NoteList { Notes = { details.Notes } };
        return delta;
    }

    /// <summary>The details that the delta was made from.</summary>
    /// <exception cref="InvalidDataException">A delta that does not fit.</exception>
    /// <exception cref="OverflowException">Figures beyond 64 bits.</exception>
    public static Wire.HeapDetails? Apply(this Wire.HeapDetailsDelta delta, Wire.HeapDetails? previous)
    {
        if (delta.Gone)
            return null;
        if (previous is null)
            throw new InvalidDataException("The details are a difference, but the summary before had none.");

        var details = checked(new Wire.HeapDetails
        {
            Handles = FigureTables.Apply(previous.Handles, delta.Handles, 1),
            Finalizable = FigureTables.Apply(previous.Finalizable, delta.Finalizable, HeapDetailsMapping.FinalizableFigures),
            Assemblies = FigureTables.Apply(previous.Assemblies, delta.Assemblies, 1),
            NativeHeaps = FigureTables.Apply(previous.NativeHeaps, delta.NativeHeaps, 1),
            PrivateBytes = previous.PrivateBytes + delta.PrivateBytes,
            CollectorBytes = previous.CollectorBytes + delta.CollectorBytes,
            OtherBytes = previous.OtherBytes + delta.OtherBytes,
        });
        AddSums(previous.Space, delta.Space, details.Space);
        var block = delta.HasLargestFreeBlockBytes ? delta.LargestFreeBlockBytes : Block(previous);
        if (block != NotKnown)
            details.LargestFreeBlockBytes = block;
        details.Notes.AddRange(delta.Notes is null ? previous.Notes : delta.Notes.Notes);
        return HeapDetailsMapping.IsBounded(details) ? details : throw new InvalidDataException($"The details of a heap take more than {CodecLimits.MostDetailBytes} bytes.");
    }

    private static long Block(Wire.HeapDetails details) => details.HasLargestFreeBlockBytes ? details.LargestFreeBlockBytes : NotKnown;

    private static void AddSums(RepeatedField<long> previous, RepeatedField<long> differences, RepeatedField<long> sums)
    {
        if (differences.Count != 0 && differences.Count != previous.Count)
            throw new InvalidDataException($"The space in the details of a heap has {previous.Count} figures and {differences.Count} differences.");
        sums.AddRange(differences.Count == 0 ? previous : previous.Zip(differences, (before, difference) => checked(before + difference)));
    }
}
