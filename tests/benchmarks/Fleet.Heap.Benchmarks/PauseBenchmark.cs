using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Benchmarks;

/// <summary>Many looks at one process, and how long it stood still for each.</summary>
internal static class PauseBenchmark
{
    /// <summary>Prints a row per shape: with a handful of collections a second, with as many as there can be, with one in the background all the time.</summary>
    public static void Run(int objects, int looks, bool worker)
    {
        Console.WriteLine("| shape | objects | collections a second, gen 0 / 1 / 2 | looks | pause median ms | pause worst ms | longest at a stretch ms | walk median ms | holds per look | concurrent | complete |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var shape in (string[])["documented-busy", "documented-churn", "documented-background"])
            Row(shape, objects, looks, worker);
    }

    private static void Row(string shape, int objects, int looks, bool worker)
    {
        using var process = ShapeUnderTest.Start(shape, objects);
        var summaries = new List<HeapSummary>(looks);
        var collectionsBefore = process.Collections();
        var since = Stopwatch.GetTimestamp();
        for (var look = 0; look < looks; look++)
            summaries.Add(worker ? WorkerProcess.Look(process.Pid).Summary : HeapReader.ReadLive(process.Pid));

        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var collections = string.Join(" / ", process.Collections().Zip(collectionsBefore, (now, then) => ((now - then) / seconds).ToString("F1", CultureInfo.InvariantCulture)));
        foreach (var reason in summaries.Where(s => !s.Complete).Select(s => s.IncompleteReason).Distinct())
            Console.WriteLine($"incomplete: {reason}");
        var pauses = summaries.Select(summary => summary.PauseMs).Order().ToArray();
        var walks = summaries.Select(summary => summary.WalkMs).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {shape} | {summaries[^1].Objects} | {collections} | {looks} | {pauses[pauses.Length / 2]:F1} | {pauses[^1]:F1} | {summaries.Max(s => s.LongestPauseMs):F1} | {walks[walks.Length / 2]:F0} | {summaries.Average(s => s.Attempts):F2} | {summaries.Count(s => s.Method == HeapReadMethod.Concurrent)} | {summaries.Count(s => s.Complete)} |"));
    }
}
