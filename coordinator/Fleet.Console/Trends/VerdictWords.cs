using Fleet.Console.Leaks;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Spectre.Console;

namespace Fleet.Console.Trends;

/// <summary>What is said of a line: by itself, and as a part of a leak. A leak counts types together that none of them would show alone.</summary>
internal static class VerdictWords
{
    private const int MostNamed = 3;

    /// <summary>For example <c>growing, L7K2</c>, or <c>not by itself, L7K2</c> for what only grows along.</summary>
    public static Cell Of(TrendSeries series)
    {
        var alone = series.Verdict.Length > 0 ? series.Verdict : "-";
        if (series.Incidents.Count == 0)
        {
            return new Cell(alone, Style(series));
        }

        if (series.Verdict is not "growing")
        {
            // Where one type is all there is, the leak is what was found and not yet taken back.
            alone = series.Incidents.Any(i => i.Types_ > 1) ? "not by itself" : $"{alone} now";
        }

        return new Cell($"{alone}, {string.Join(", ", series.Incidents.Select(i => i.Id))}", Palette.Bad);
    }

    /// <summary>What the leaks that were named are, and why their rates are not those of the lines.</summary>
    public static void Explain(IAnsiConsole console, IReadOnlyList<TrendSeries> series)
    {
        foreach (var leak in series.SelectMany(s => s.Incidents.Select(i => (Series: s, Incident: i))).GroupBy(x => x.Incident.Id, StringComparer.Ordinal))
        {
            var instances = leak.DistinctBy(x => x.Series.InstanceId).ToList();
            var rates = string.Join(", ", instances.Take(MostNamed).Select(x => $"{LeakWords.Rate(x.Incident.BytesPerHour)} in {TrendLines.Instance(x.Series)}"));
            var rest = instances.Count > MostNamed ? $" and {Words.Number(instances.Count - MostNamed, "more instance")}" : "";
            var types = leak.First().Incident.Types_;
            console.Say(
                types > 1
                    ? $"{leak.Key} counts {Words.Number(types, "type")} that grow together: {rates}{rest}. The rates above are of each line alone; 'fleet leak {leak.Key}' tells more."
                    : $"{leak.Key} is an open leak of this: {rates}{rest}; 'fleet leak {leak.Key}' tells more.",
                Palette.Faint);
        }
    }

    private static Style Style(TrendSeries series) => series.Verdict is "growing" ? Palette.Bad : Palette.Plain;
}
