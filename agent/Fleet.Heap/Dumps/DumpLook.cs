using System.Diagnostics;
using Fleet.Contracts.Heap;
using Fleet.Heap.Counting;
using Fleet.Heap.Insights;
using Fleet.Heap.Memory;
using Fleet.Heap.Naming;
using Fleet.Heap.Retention;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Dumps;

/// <summary>One look into a dump.</summary>
internal static class DumpLook
{
    public static HeapSummary Take(string path, DumpReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellationToken)
    {
        DumpFile.Check(path);
        try
        {
            using var target = DataTarget.LoadDump(path, ClrOptions.Create());
            var clr = target.ClrVersions.FirstOrDefault()
                ?? throw new HeapReadException(HeapReadFailure.BadDump, $"'{path}' holds no .NET runtime: it is a dump of something else, or leaves out its modules");
            using var runtime = OpenRuntime.Of(clr, "");
            using var reader = runtime.PrepareStructure();
            using var core = CoreDumpMemory.TryOpen(path, target.DataReader);
            var heap = new StillHeap(runtime.Runtime, (IMemorySource?)core ?? new ReaderMemory(target.DataReader), reader.Read());
            var structure = heap.Structure;
            var since = Stopwatch.GetTimestamp();
            var walk = new HeapWalker(options.Threads).Walk(heap.Memory, structure.Plan, progress, cancellationToken);
            // Every heap has objects: a dump that shows none of it says nothing, which must not read as an empty heap.
            if (walk.BytesWalked == 0)
                throw DumpFile.NoHeap(path);

            var summary = HeapSummaries.Of(ProcessOf(target), "dump", runtime.Runtime, structure, walk, cancellationToken);
            summary = summary with
            {
                Method = HeapReadMethod.Dump,
                WalkMs = Stopwatch.GetElapsedTime(since).TotalMilliseconds,
                Details = HeldCounts.Take(heap, longest: null, cancellationToken).Finish(runtime.Runtime, walk, process: null, cancellationToken),
                Insights = InsightsLook.Take(heap, options.Insights, lasting: null, cancellationToken)?.Invoke(),
                Retention = RetentionLook.Take(heap, options.Retention, lasting: null, cancellationToken)?.Invoke(),
            };
            return structure.CanWalk ? summary : MarkedAsUnsteady(summary);
        }
        catch (Exception e) when (e is InvalidDataException or ClrDiagnosticsException or IOException or EndOfStreamException
            or InvalidOperationException or ArgumentException or NotSupportedException or OverflowException or BadImageFormatException)
        {
            throw new HeapReadException(HeapReadFailure.BadDump, $"'{path}' can't be read as a dump ({e.Message}); take it again", e);
        }
    }

    // The runtime was moving objects: what was counted may be counted twice or not at all, though every step made sense.
    private static HeapSummary MarkedAsUnsteady(HeapSummary summary)
    {
        const string Collecting = "the dump was taken while a collection ran";
        return summary with
        {
            Complete = false,
            IncompleteReason = summary.IncompleteReason is { } other ? $"{Collecting}; {other}" : Collecting,
        };
    }

    private static ProcessDescription ProcessOf(DataTarget target)
    {
        var program = target.EnumerateModules().Select(module => module.FileName).FirstOrDefault(IsProgram) ?? "";
        var name = program[(program.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            name = name[..^4];
        return new ProcessDescription(name, Math.Max(0, target.DataReader.ProcessId), null, target.DataReader.PointerSize * 8);
    }

    private static bool IsProgram(string path) =>
        !path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        && !path.EndsWith(".so", StringComparison.Ordinal)
        && !path.Contains(".so.", StringComparison.Ordinal)
        && path is ['/' or not '[', ..]
        && !path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/memfd:", StringComparison.Ordinal);
}
