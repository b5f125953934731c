using Fleet.Console.Instances;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Trends;

/// <summary>The coordinator's series as lines of a chart.</summary>
internal static class TrendLines
{
    /// <summary>Those that grow fastest, then those that are largest.</summary>
    public static IReadOnlyList<TrendSeries> Foremost(IEnumerable<TrendSeries> series, int count) =>
        [.. series.Where(s => s.Points.Count > 0)
            .OrderByDescending(s => s.Type.Length == 0)
            .ThenByDescending(s => s.BytesPerHour?.Estimate_ ?? 0)
            .ThenByDescending(s => s.Points[^1].Bytes)
            .Take(count)];

    /// <param name="series">As the coordinator gave them.</param>
    /// <param name="protocol">What a series without a type is the memory of; empty: of the whole process.</param>
    public static IReadOnlyList<ChartSeries> Charted(IReadOnlyList<TrendSeries> series, string protocol)
    {
        var lines = new List<ChartSeries>();
        foreach (var one in series)
        {
            Add(lines, $"{Instance(one)} {What(one, protocol)}", one, p => p.Bytes);
            if (one.Type.Length == 0 && protocol.Length == 0 && one.Points.Any(p => p.PrivateBytes > 0))
            {
                Add(lines, $"{Instance(one)} private bytes", one, p => p.PrivateBytes);
            }
        }

        return lines;
    }

    public static string Instance(TrendSeries series) => InstanceWords.NameOfId(series.NodeName, series.InstanceId);

    public static string What(TrendSeries series, string protocol) =>
        series.Type.Length > 0 ? TypeNames.Short(series.Type) : protocol.Length > 0 ? $"types of {protocol}" : "managed heap";

    private static void Add(List<ChartSeries> lines, string label, TrendSeries series, Func<TrendPoint, long> value) => lines.Add(new ChartSeries(
        Clean.Line(label),
        [.. series.Points.Where(p => p.At is not null).Select(p => new ChartPoint(p.At.ToDateTimeOffset(), value(p))).OrderBy(p => p.At)],
        Palette.Series[lines.Count % Palette.Series.Count]));
}
