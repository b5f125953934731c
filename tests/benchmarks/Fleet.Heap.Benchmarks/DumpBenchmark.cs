using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Heap;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Heap.Benchmarks;

/// <summary>A core dump of the documented shape, read by ClrMD's enumeration and by us.</summary>
internal static class DumpBenchmark
{
    /// <summary>Prints a row per way.</summary>
    public static bool Run(int objects, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("fleet-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, "core");
            using (var process = ShapeUnderTest.Start("documented", objects))
                new DiagnosticsClient(process.Pid).WriteDump(DumpType.WithHeap, path);

            var ways = new (string Name, Func<Measurement> Measure)[]
            {
                ("ClrMD EnumerateObjects", () => ClrMdReference.OfDump(path)),
                ("own walk, 1 thread", () => Own(path, 1)),
                ("own walk, 2 threads", () => Own(path, 2)),
            };
            var found = ways.ToDictionary(way => way.Name, _ => new List<Measurement>());
            for (var round = 0; round < rounds; round++)
                foreach (var (name, measure) in ways)
                    found[name].Add(measure());
            return Table.Print(found, ways[0].Name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurement Own(string path, int threads)
    {
        var since = Stopwatch.GetTimestamp();
        var summary = HeapReader.ReadDump(path, new DumpReadOptions { Threads = threads });
        return new Measurement(Stopwatch.GetElapsedTime(since).TotalMilliseconds, 0, summary.Objects, summary.Bytes, 0);
    }
}
