using System.Globalization;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Live;

/// <summary>Says of a summary that it is an estimate.</summary>
internal static class Estimates
{
    /// <summary>The summary, marked.</summary>
    /// <param name="summary">As it was counted.</param>
    /// <param name="errorBytes">Bytes that may be counted wrongly.</param>
    public static HeapSummary Mark(HeapSummary summary, long errorBytes)
    {
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"an estimate, read while the process ran: {errorBytes} of {summary.BytesWalked} bytes may have changed meanwhile");
        return summary with
        {
            Complete = false,
            EstimateErrorBytes = errorBytes,
            IncompleteReason = summary.IncompleteReason is { } other ? $"{reason}; {other}" : reason,
        };
    }
}
