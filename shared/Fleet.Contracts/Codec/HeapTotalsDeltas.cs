using Google.Protobuf.Collections;

namespace Fleet.Contracts.Codec;

/// <summary>Heap totals as the difference to earlier ones of the same instance.</summary>
internal static class HeapTotalsDeltas
{
    public static Wire.HeapTotalsDelta DifferenceTo(this Wire.HeapTotals totals, Wire.HeapTotals previous)
    {
        var delta = new Wire.HeapTotalsDelta
        {
            Objects = totals.Objects - previous.Objects,
            Bytes = totals.Bytes - previous.Bytes,
            FreeBytes = totals.FreeBytes - previous.FreeBytes,
            BytesWalked = totals.BytesWalked - previous.BytesWalked,
            BytesCommitted = totals.BytesCommitted - previous.BytesCommitted,
            PauseMs = totals.PauseMs,
            WalkMs = totals.WalkMs,
            Attempts = totals.Attempts,
            IncompleteReason = totals.IncompleteReason,
            Incomplete = !totals.Complete,
        };
        if ((totals.RuntimeFlavor, totals.RuntimeVersion, totals.ServerGc) != (previous.RuntimeFlavor, previous.RuntimeVersion, previous.ServerGc))
            delta.Runtime = new Wire.RuntimeInfo { Flavor = totals.RuntimeFlavor, Version = totals.RuntimeVersion, ServerGc = totals.ServerGc };
        if (totals.Source != previous.Source)
            delta.Source = totals.Source;
        if (totals.Method != previous.Method)
            delta.Method = totals.Method;
        if (BitConverter.DoubleToInt64Bits(totals.LongestPauseMs) != BitConverter.DoubleToInt64Bits(totals.PauseMs))
            delta.LongestPauseMs = totals.LongestPauseMs;
        if (totals.HasEstimateErrorBytes)
            delta.EstimateErrorBytes = totals.EstimateErrorBytes;
        AddDifferences(totals.GenerationObjects, previous.GenerationObjects, delta.GenerationObjects);
        AddDifferences(totals.GenerationBytes, previous.GenerationBytes, delta.GenerationBytes);
        return delta;
    }

    public static Wire.HeapTotals Apply(this Wire.HeapTotalsDelta delta, Wire.HeapTotals previous)
    {
        checked
        {
            var totals = new Wire.HeapTotals
            {
                RuntimeFlavor = delta.Runtime?.Flavor ?? previous.RuntimeFlavor,
                RuntimeVersion = delta.Runtime?.Version ?? previous.RuntimeVersion,
                ServerGc = delta.Runtime?.ServerGc ?? previous.ServerGc,
                Source = delta.HasSource ? delta.Source : previous.Source,
                Objects = previous.Objects + delta.Objects,
                Bytes = previous.Bytes + delta.Bytes,
                FreeBytes = previous.FreeBytes + delta.FreeBytes,
                BytesWalked = previous.BytesWalked + delta.BytesWalked,
                BytesCommitted = previous.BytesCommitted + delta.BytesCommitted,
                PauseMs = delta.PauseMs,
                WalkMs = delta.WalkMs,
                Attempts = delta.Attempts,
                IncompleteReason = delta.IncompleteReason,
                Complete = !delta.Incomplete,
                Method = delta.HasMethod ? delta.Method : previous.Method,
                LongestPauseMs = delta.HasLongestPauseMs ? delta.LongestPauseMs : delta.PauseMs,
            };
            if (delta.HasEstimateErrorBytes)
                totals.EstimateErrorBytes = delta.EstimateErrorBytes;
            AddSums(previous.GenerationObjects, delta.GenerationObjects, totals.GenerationObjects);
            AddSums(previous.GenerationBytes, delta.GenerationBytes, totals.GenerationBytes);
            return totals;
        }
    }

    private static void AddDifferences(RepeatedField<long> current, RepeatedField<long> previous, RepeatedField<long> differences)
    {
        if (current.Equals(previous))
            return;
        for (var i = 0; i < current.Count; i++)
            differences.Add(current[i] - previous[i]);
    }

    private static void AddSums(RepeatedField<long> previous, RepeatedField<long> differences, RepeatedField<long> sums)
    {
        if (differences.Count == 0)
        {
            sums.AddRange(previous);
            return;
        }

        if (differences.Count != previous.Count)
            throw new InvalidDataException($"The totals of the heap need {previous.Count} generations.");
        for (var i = 0; i < previous.Count; i++)
            sums.Add(checked(previous[i] + differences[i]));
    }
}
