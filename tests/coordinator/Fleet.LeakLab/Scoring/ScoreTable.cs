using System.Globalization;
using System.Text;

namespace Fleet.LeakLab.Scoring;

/// <summary>Shows a score as text.</summary>
internal static class ScoreTable
{
    public static string Render(string engine, string split, IReadOnlyList<FleetScore> fleets)
    {
        var text = new StringBuilder();
        var all = new Totals("all", fleets);
        text.AppendLine(CultureInfo.InvariantCulture, $"{engine} on {split}: {all.Fleets} fleets, {all.Recall.All} standing leaks, {all.TypeRows / 1e6:F1} M type rows in {all.Seconds:F0} s").AppendLine();
        Add(text, "precision", all.Precision);
        Add(text, "recall", all.Recall);
        Add(text, "duplicates", all.Duplicates);
        Add(text, "ended leaks not claimed", all.Over);
        Add(text, "right protocol", all.Protocol);
        Add(text, "right version", all.Version);
        Add(text, "right QAction", all.QAction);
        Add(text, "right type", all.Type);
        Add(text, "right explanation", all.Explained);
        Add(text, "no protocol where none", all.NoneNamed);
        Add(text, "forecast given", all.Forecast);
        Add(text, "forecast covers", all.Covered);
        Add(text, "rate covers", all.RateCovered);
        Add(text, "detected within 24", all.InTime);
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"delay in summaries",-26} median {all.Delay.Median:F1}, 9th decile {all.Delay.NinthDecile:F1}");
        var (low, high) = Wilson.Poisson(all.LeakFree.Incidents);
        text.AppendLine(CultureInfo.InvariantCulture,
            $"  {"leak-free fleets",-26} {all.LeakFree.Incidents / all.LeakFree.Years,6:F2} incidents a fleet-year ({low / all.LeakFree.Years:F2} to {high / all.LeakFree.Years:F2}; {all.LeakFree.Incidents} in {all.LeakFree.Years:F2} years)");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"withdrawn on the way",-26} {all.Withdrawn,6}");
        Add(text, "unreadable lines counted", all.LinesRight);

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"  {"family",-30} {"seen",-6} {"fleets",6} {"leaks",6} {"found",6} {"false",6} {"dupl.",6} {"protoc.",8} {"version",8} {"explain.",8} {"covers",8} {"in time",8} {"delay",7}");
        foreach (var family in fleets.GroupBy(fleet => (fleet.Unseen, fleet.Family)).OrderBy(family => family.Key.Unseen))
        {
            var sum = new Totals(family.Key.Family, [.. family]);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {family.Key.Family,-30} {(family.Key.Unseen ? "unseen" : "train"),-6} {sum.Fleets,6} {sum.Recall.All,6} {sum.Recall.Hits,6} {sum.Precision.All - sum.Precision.Hits,6} {sum.Duplicates.Hits,6} {Part(sum.Protocol),8} {Part(sum.Version),8} {Part(sum.Explained),8} {Part(sum.Covered),8} {Part(sum.InTime),8} {sum.Delay.Median,7:F1}");
        }

        return text.ToString();
    }

    private static string Part(Ratio ratio) => ratio.All == 0 ? "" : $"{ratio.Hits}/{ratio.All}";

    private static void Add(StringBuilder text, string name, Ratio ratio)
    {
        var (low, high) = Wilson.Interval(ratio);
        text.AppendLine(ratio.All == 0
            ? $"  {name,-26}      -"
            : string.Create(CultureInfo.InvariantCulture, $"  {name,-26} {(double)ratio.Hits / ratio.All,6:F3} ({low:F3} to {high:F3}; {ratio.Hits} of {ratio.All})"));
    }
}
