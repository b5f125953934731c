namespace Fleet.Console.Rendering;

/// <summary>A series on one line, between its own smallest and largest value.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> characters; each shows the last value of its part of the series.</summary>
    public static string Draw(IReadOnlyList<double> values, int width)
    {
        if (values.Count == 0)
        {
            return "";
        }

        var length = Math.Min(width, values.Count);
        var (low, high) = (values.Min(), values.Max());
        return string.Create(length, (values, low, high), static (line, state) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                var value = state.values[(((i + 1) * state.values.Count) / line.Length) - 1];
                var level = state.high > state.low ? (value - state.low) / (state.high - state.low) : 0;
                line[i] = Levels[(int)Math.Round(level * (Levels.Length - 1))];
            }
        });
    }
}
