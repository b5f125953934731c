using System.Diagnostics;
using System.Globalization;
using Fleet.Analysis.Benchmarks;
using Fleet.Analysis.Trends;

// What a summary costs the analysis: time per type row, bytes of state per instance, bytes of a checkpoint.
foreach (var types in new[] { 500, 2_000, 5_000, 20_000 })
{
    var heap = new SyntheticHeap(types);
    var trends = new InstanceTrends(heap.Instance, heap.Options);
    for (var look = 0; look < 600; look++)
        trends.Observe(heap.Look(look));

    const int measured = 300;
    var summaries = Enumerable.Range(600, measured).Select(heap.Look).ToList();
    var watch = Stopwatch.StartNew();
    foreach (var summary in summaries)
        trends.Observe(summary);
    watch.Stop();

    var checkpoint = trends.ToCheckpoint();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{types,6} types: {watch.Elapsed.TotalMicroseconds / measured,9:0.0} us a summary, {watch.Elapsed.TotalMicroseconds / measured / types,6:0.000} us a row, {heap.StateBytes(trends),8} bytes of state, {checkpoint.Length,7} bytes of checkpoint, {trends.Suspects().Count} suspects"));
}

await ReplayBenchmark.RunAsync();
