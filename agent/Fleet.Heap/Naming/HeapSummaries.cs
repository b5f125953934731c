using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Naming;

/// <summary>Makes the document out of structure, walk and names.</summary>
internal static class HeapSummaries
{
    public static HeapSummary Of(
        ProcessDescription process, string source, ClrRuntime runtime, HeapStructure structure, WalkResult walk, CancellationToken cancellationToken)
    {
        var histogram = Histogram.Of(walk, structure.FreeTable, runtime, cancellationToken);
        var reason = WhyIncomplete(walk, histogram);
        return new HeapSummary
        {
            Process = process,
            Runtime = new RuntimeDescription(DacLocator.Flavor(runtime.ClrInfo), RuntimeVersion.Of(runtime), structure.ServerGc),
            Source = source,
            Objects = histogram.Objects,
            Bytes = histogram.Bytes,
            FreeBytes = histogram.FreeBytes,
            Complete = reason is null,
            IncompleteReason = reason,
            BytesWalked = walk.BytesWalked,
            BytesCommitted = structure.BytesCommitted,
            PauseMs = 0,
            WalkMs = 0,
            Attempts = 1,
            Generations = histogram.Generations,
            Types = histogram.Rows,
        };
    }

    private static string? WhyIncomplete(WalkResult walk, Histogram histogram)
    {
        if (!walk.IsComplete)
        {
            var first = walk.Damages.Count > 0 ? $"; first {walk.Damages[0]}" : "";
            return string.Create(
                CultureInfo.InvariantCulture, $"{walk.BytesLost} of {walk.BytesTotal} bytes could not be walked in {walk.Damages.Count} places{first}");
        }

        return histogram.UnknownObjects > 0
            ? string.Create(CultureInfo.InvariantCulture, $"the runtime does not know the type of {histogram.UnknownObjects} objects")
            : null;
    }
}
