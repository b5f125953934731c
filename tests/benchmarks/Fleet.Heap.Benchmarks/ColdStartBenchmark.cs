using System.Globalization;

namespace Fleet.Heap.Benchmarks;

/// <summary>A heap worker from its start to its document, on a heap of ordinary size.</summary>
internal static class ColdStartBenchmark
{
    /// <summary>Prints one row.</summary>
    public static void Run(int objects, int rounds)
    {
        using var shape = ShapeUnderTest.Start("documented", objects);
        var looks = Enumerable.Range(0, rounds).Select(_ => WorkerProcess.Look(shape.Pid)).OrderBy(look => look.Took).ToList();
        Console.WriteLine("| heap MB | looks | median ms | worst ms | peak MB |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {looks[0].Summary.Bytes / 1e6:F0} | {rounds} | {looks[rounds / 2].Took.TotalMilliseconds:F0} | {looks[^1].Took.TotalMilliseconds:F0} | {looks.Max(look => look.PeakBytes) / 1048576.0:F0} |"));
    }
}
