namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Fewer points for a chart.</summary>
internal static class Downsampling
{
    /// <summary>At most <paramref name="most"/> of the points, evenly spread; the first and the last always.</summary>
    public static IEnumerable<T> Pick<T>(IReadOnlyList<T> points, int most)
    {
        if (points.Count <= most)
            return points;

        return Enumerable.Range(0, most).Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))]);
    }
}
