using System.Globalization;

namespace Fleet.Heap.Benchmarks;

/// <summary>Many looks at processes that work hard, each compared with a walk of the same moment while the process stood still.</summary>
internal static class VerifyRun
{
    private static readonly (string Shape, bool ServerGc, bool Regions)[] Kinds =
    [
        ("busy", false, true), ("churn", false, true), ("churn", true, true), ("churn", false, false), ("background", false, true),
        ("background", true, true), ("fragmented", false, true), ("fragmented", false, false),
    ];

    /// <summary>Prints a row per kind; false when any look was silently wrong.</summary>
    /// <param name="objects">Of a process, about.</param>
    /// <param name="looks">In all.</param>
    /// <param name="only">The one shape to look at; null: all, in turn.</param>
    public static bool Run(int objects, int looks, string? only)
    {
        Console.WriteLine("| shape | server GC | regions | looks | concurrent | complete | told to be incomplete | different |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var different = 0;
        var kinds = Array.FindAll(Kinds, kind => only is null || kind.Shape == only);
        foreach (var (shape, server, regions) in kinds)
        {
            using var process = ShapeUnderTest.Start(shape, objects, server, regions);
            var (concurrent, complete, wrong) = (0, 0, 0);
            for (var look = 0; look < looks / kinds.Length; look++)
            {
                try
                {
                    var summary = HeapReader.ReadLive(process.Pid, new LiveReadOptions { ConcurrentFrom = 0, Verify = true });
                    concurrent += summary.Method == HeapReadMethod.Concurrent ? 1 : 0;
                    complete += summary.Complete ? 1 : 0;
                }
                catch (HeapReadException e) when (e.Failure == HeapReadFailure.Disagreement)
                {
                    Console.Error.WriteLine(e.Message);
                    wrong++;
                }
            }

            different += wrong;
            var taken = looks / kinds.Length;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {shape} | {server} | {regions} | {taken} | {concurrent} | {complete} | {taken - complete - wrong} | {wrong} |"));
        }

        return different == 0;
    }
}
