using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Codec;

/// <summary>The scalar part of a heap summary on the wire.</summary>
public static class HeapTotalsMapping
{
    internal const int Generations = 6;

    /// <summary>The totals of a summary in wire form.</summary>
    public static Wire.HeapTotals ToTotals(this HeapSummary heap)
    {
        var totals = new Wire.HeapTotals
        {
            RuntimeFlavor = heap.Runtime.Flavor,
            RuntimeVersion = heap.Runtime.Version,
            ServerGc = heap.Runtime.ServerGc,
            Source = heap.Source,
            Objects = heap.Objects,
            Bytes = heap.Bytes,
            FreeBytes = heap.FreeBytes,
            Complete = heap.Complete,
            BytesWalked = heap.BytesWalked,
            BytesCommitted = heap.BytesCommitted,
            PauseMs = heap.PauseMs,
            WalkMs = heap.WalkMs,
            Attempts = heap.Attempts,
            IncompleteReason = heap.IncompleteReason ?? "",
            Method = heap.Method,
            LongestPauseMs = heap.LongestPauseMs,
        };
        if (heap.EstimateErrorBytes is { } error)
            totals.EstimateErrorBytes = error;
        foreach (var generation in heap.Generations.InOrder())
        {
            totals.GenerationObjects.Add(generation.Objects);
            totals.GenerationBytes.Add(generation.Bytes);
        }

        return totals;
    }

    /// <summary>Builds the summary that the totals belong to.</summary>
    /// <exception cref="InvalidDataException">The totals are missing or hold an impossible figure.</exception>
    public static HeapSummary ToSummary(this Wire.HeapTotals? totals, ProcessDescription process, IReadOnlyList<TypeRow> types)
    {
        Check(totals);
        return new HeapSummary
        {
            Process = process,
            Runtime = new RuntimeDescription(totals.RuntimeFlavor, totals.RuntimeVersion, totals.ServerGc),
            Source = totals.Source,
            Objects = totals.Objects,
            Bytes = totals.Bytes,
            FreeBytes = totals.FreeBytes,
            Complete = totals.Complete,
            IncompleteReason = totals.IncompleteReason.Length == 0 ? null : totals.IncompleteReason,
            BytesWalked = totals.BytesWalked,
            BytesCommitted = totals.BytesCommitted,
            PauseMs = totals.PauseMs,
            WalkMs = totals.WalkMs,
            Attempts = totals.Attempts,
            Method = totals.Method,
            LongestPauseMs = totals.LongestPauseMs,
            EstimateErrorBytes = totals.HasEstimateErrorBytes ? totals.EstimateErrorBytes : null,
            Generations = new GenerationTotals(At(0), At(1), At(2), At(3), At(4), At(5)),
            Types = types,
        };

        GenerationTotal At(int i) => new(totals.GenerationObjects[i], totals.GenerationBytes[i]);
    }

    internal static IEnumerable<GenerationTotal> InOrder(this GenerationTotals generations) =>
        [generations.Gen0, generations.Gen1, generations.Gen2, generations.Loh, generations.Poh, generations.Frozen];

    private static void Check([System.Diagnostics.CodeAnalysis.NotNull] Wire.HeapTotals? totals)
    {
        if (totals is null)
            throw new InvalidDataException("The totals of the heap are missing.");
        if ((totals.Objects | totals.Bytes | totals.FreeBytes | totals.BytesWalked | totals.BytesCommitted | totals.EstimateErrorBytes) < 0 || totals.Attempts < 0)
            throw new InvalidDataException("The totals of the heap have a negative figure.");
        if (!(IsDuration(totals.PauseMs) && IsDuration(totals.LongestPauseMs) && IsDuration(totals.WalkMs)))
            throw new InvalidDataException("The totals of the heap have an impossible duration.");
        if (totals.GenerationObjects.Count != Generations || totals.GenerationBytes.Count != Generations)
            throw new InvalidDataException($"The totals of the heap need {Generations} generations.");
        if (totals.GenerationObjects.Any(n => n < 0) || totals.GenerationBytes.Any(n => n < 0))
            throw new InvalidDataException("The totals of a generation have a negative figure.");
    }

    private static bool IsDuration(double milliseconds) => milliseconds >= 0 && double.IsFinite(milliseconds);
}
