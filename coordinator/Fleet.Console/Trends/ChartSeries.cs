using Spectre.Console;

namespace Fleet.Console.Trends;

/// <summary>One line of a chart; points in the order of time.</summary>
internal sealed record ChartSeries(string Label, IReadOnlyList<ChartPoint> Points, Color Color);

/// <summary>A value, in bytes, at a moment.</summary>
internal readonly record struct ChartPoint(DateTimeOffset At, double Bytes);

/// <summary>A piece of a line of text in one style.</summary>
internal readonly record struct Run(string Text, Style? Style = null);
