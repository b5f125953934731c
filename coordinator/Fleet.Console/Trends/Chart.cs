using Fleet.Console.Rendering;
using Spectre.Console;

namespace Fleet.Console.Trends;

/// <summary>Draws series of bytes over time as lines of text.</summary>
internal static class Chart
{
    private const int RowsPerLabel = 4;

    /// <summary>
    /// The whole chart: <paramref name="rows"/> rows of lines, the axes with their labels, and the lines' names.
    /// Nothing when no series has a point.
    /// </summary>
    /// <param name="series">The lines; earlier ones are drawn over later ones.</param>
    /// <param name="width">Characters of a row, at least 20, labels included.</param>
    /// <param name="rows">Characters of height without the axis, at least 2.</param>
    /// <param name="colors">Whether lines are told apart by colour; else by letters.</param>
    public static IEnumerable<IReadOnlyList<Run>> Draw(IReadOnlyList<ChartSeries> series, int width, int rows, bool colors)
    {
        var points = series.SelectMany(s => s.Points).ToList();
        if (points.Count == 0)
        {
            yield break;
        }

        var bytes = ByteAxis.For(points.Min(p => p.Bytes), points.Max(p => p.Bytes), (rows / RowsPerLabel) + 1);
        var time = new TimeAxis(points.Min(p => p.At), points.Max(p => p.At));
        var labels = bytes.Labels().ToDictionary(
            v => rows - 1 - (int)Math.Round(bytes.Part(v) * (rows - 1)), Units.Bytes);
        var margin = labels.Values.Max(l => l.Length);
        var columns = Math.Max(10, width - margin - 2);
        var canvas = new ChartCanvas(columns, rows, colors);
        for (var i = series.Count - 1; i >= 0; i--)
        {
            Plot(canvas, i, series[i].Points, bytes, time);
        }

        var styles = series.Select(s => new Style(s.Color)).ToList();
        for (var row = 0; row < rows; row++)
        {
            var label = labels.GetValueOrDefault(row, "");
            yield return
            [
                new Run(label.PadLeft(margin) + (label.Length > 0 ? " ┤" : " │"), Palette.Faint),
                .. canvas.Row(row, styles),
            ];
        }

        yield return [new Run($"{new string(' ', margin)} └{new string('─', columns)}", Palette.Faint)];
        yield return [new Run(new string(' ', margin + 2) + time.Labels(columns), Palette.Faint)];
        for (var i = 0; i < series.Count; i++)
        {
            yield return [new Run(new string(' ', margin + 2)), new Run(colors ? "━━" : $"{ChartCanvas.Letter(i)} ", styles[i]), new Run($" {series[i].Label}")];
        }
    }

    private static void Plot(ChartCanvas canvas, int series, IReadOnlyList<ChartPoint> points, ByteAxis bytes, TimeAxis time)
    {
        (int X, int Y)? previous = null;
        foreach (var point in points)
        {
            var dot = ((int)Math.Round(time.Part(point.At) * (canvas.Width - 1)), (int)Math.Round(bytes.Part(point.Bytes) * (canvas.Height - 1)));
            canvas.Line(series, previous ?? dot, dot);
            previous = dot;
        }
    }
}
