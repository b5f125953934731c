using System.Globalization;
using Fleet.Heap.Benchmarks;

// One process of the documented shape, every contender on it in turn, several rounds:
//   fleet-heap-benchmarks [OBJECTS] [ROUNDS]
// How long processes stand still that go on working:
//   fleet-heap-benchmarks pause [OBJECTS] [LOOKS] [worker]
if (args is ["pause", ..])
{
    var size = args.Length > 1 ? int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture) : 6_000_000;
    var looks = args.Length > 2 ? int.Parse(args[2], NumberStyles.None, CultureInfo.InvariantCulture) : 30;
    Console.WriteLine("| shape | objects | collections a second, gen 0 / 1 / 2 | looks | pause median ms | pause worst ms | longest at a stretch ms | walk median ms | holds per look | concurrent | complete |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
    foreach (var kind in (string[])["documented-busy", "documented-churn", "documented-background"])
        PauseBenchmark.Run(kind, size, looks, worker: args is [.., "worker"]);
    return 0;
}

var objects = args.Length > 0 ? int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture) : 6_000_000;
var rounds = args.Length > 1 ? int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture) : 5;
using var shape = ShapeUnderTest.Start("documented", objects);
var contenders = Contenders.All;
var results = contenders.ToDictionary(contender => contender.Name, _ => new List<Measurement>());
for (var round = 0; round < rounds; round++)
    foreach (var contender in contenders)
        results[contender.Name].Add(contender.Measure(shape.Pid));

var reference = Median(results[Contenders.Reference].Select(m => m.Milliseconds));
Console.WriteLine($"| way | median ms | pause ms | ratio | objects | bytes | peak MB |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var (name, found) in results)
{
    var median = Median(found.Select(m => m.Milliseconds));
    var last = found[^1];
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {median:F0} | {Median(found.Select(m => m.PauseMilliseconds)):F0} | {reference / median:F1} | {last.Objects} | {last.Bytes} | {last.PeakMegabytes:F0} |"));
}

return results.Values.SelectMany(found => found).Select(m => (m.Objects, m.Bytes)).Distinct().Count() == 1 ? 0 : 1;

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
