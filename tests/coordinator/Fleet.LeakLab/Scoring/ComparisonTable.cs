using System.Globalization;
using System.Text;

namespace Fleet.LeakLab.Scoring;

/// <summary>Several engines on the same fleets, side by side, as Markdown.</summary>
internal static class ComparisonTable
{
    private static readonly (string Name, Func<Totals, Ratio> Of)[] s_rows =
    [
        ("precision", totals => totals.Precision),
        ("recall", totals => totals.Recall),
        ("duplicates", totals => totals.Duplicates),
        ("ended leaks not claimed any more", totals => totals.Over),
        ("right protocol", totals => totals.Protocol),
        ("right version", totals => totals.Version),
        ("right QAction", totals => totals.QAction),
        ("right type", totals => totals.Type),
        ("right explanation", totals => totals.Explained),
        ("forecast covers the truth", totals => totals.Covered),
        ("detected within 24 summaries", totals => totals.InTime),
    ];

    /// <param name="engines">Name of an engine, and its fleets.</param>
    public static string Render(IReadOnlyList<(string Engine, IReadOnlyList<FleetScore> Fleets)> engines)
    {
        var totals = engines.Select(engine => new Totals(engine.Engine, engine.Fleets)).ToList();
        var text = new StringBuilder();
        text.AppendLine($"| | {string.Join(" | ", totals.Select(total => total.Name))} |");
        text.AppendLine($"|---|{string.Concat(Enumerable.Repeat("---:|", totals.Count))}");
        text.AppendLine($"| fleets | {string.Join(" | ", totals.Select(total => total.Fleets))} |");
        foreach (var (name, of) in s_rows)
            text.AppendLine($"| {name} | {string.Join(" | ", totals.Select(total => Show(of(total))))} |");
        text.AppendLine($"| delay in summaries, median (9th decile) | {string.Join(" | ", totals.Select(Delay))} |");
        text.AppendLine($"| incidents a fleet-year where nothing leaks | {string.Join(" | ", totals.Select(LeakFree))} |");
        return text.ToString();
    }

    private static string Show(Ratio ratio)
    {
        var (low, high) = Wilson.Interval(ratio);
        return ratio.All == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{(double)ratio.Hits / ratio.All:F3} ({low:F2} to {high:F2})");
    }

    private static string Delay(Totals totals) =>
        double.IsNaN(totals.Delay.Median) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{totals.Delay.Median:F0} ({totals.Delay.NinthDecile:F0})");

    private static string LeakFree(Totals totals)
    {
        var (incidents, years) = totals.LeakFree;
        var (low, high) = Wilson.Poisson(incidents);
        return years == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{incidents / years:F1} ({low / years:F1} to {high / years:F1})");
    }
}
