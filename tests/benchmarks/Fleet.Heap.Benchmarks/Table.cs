using System.Globalization;

namespace Fleet.Heap.Benchmarks;

/// <summary>Contenders side by side.</summary>
internal static class Table
{
    /// <summary>Prints medians and ratios; false when the contenders don't agree about objects and bytes.</summary>
    public static bool Print(IReadOnlyDictionary<string, List<Measurement>> results, string reference)
    {
        var whole = Median(results[reference].Select(m => m.Milliseconds));
        Console.WriteLine("| way | median ms | pause ms | ratio | objects | bytes | peak MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, found) in results)
        {
            var median = Median(found.Select(m => m.Milliseconds));
            var last = found[^1];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {median:F0} | {Median(found.Select(m => m.PauseMilliseconds)):F0} | {whole / median:F1} | {last.Objects} | {last.Bytes} | {last.PeakMegabytes:F0} |"));
        }

        return results.Values.SelectMany(found => found).Select(m => (m.Objects, m.Bytes)).Distinct().Count() == 1;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
