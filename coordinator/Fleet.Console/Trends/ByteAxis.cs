using Fleet.Console.Rendering;

namespace Fleet.Console.Trends;

/// <summary>The vertical axis: round numbers from below the smallest to above the largest value.</summary>
/// <param name="Low">Value at the bottom, in bytes.</param>
/// <param name="High">Value at the top, in bytes; above <paramref name="Low"/>.</param>
/// <param name="Step">Between two labels, in bytes.</param>
internal readonly record struct ByteAxis(double Low, double High, double Step)
{
    /// <summary>An axis with about so many labels. Starts at zero unless that would flatten the lines.</summary>
    public static ByteAxis For(double smallest, double largest, int labels)
    {
        var bottom = smallest < largest / 2 || smallest == largest ? 0 : smallest;
        var step = Round(Math.Max(1, largest - bottom) / Math.Max(1, labels - 1));
        var low = Math.Floor(bottom / step) * step;

        // Up to the next half step, so that the lines have most of the height.
        return new ByteAxis(low, Math.Max(low + step, Math.Ceiling(largest / step * 2) * step / 2), step);
    }

    /// <summary>From 0 at the bottom to 1 at the top.</summary>
    public double Part(double bytes) => (bytes - Low) / (High - Low);

    /// <summary>The values that get a label, lowest first.</summary>
    public IEnumerable<double> Labels()
    {
        for (var i = 0; Low + (i * Step) <= High + (Step / 4); i++)
        {
            yield return Low + (i * Step);
        }
    }

    // Up to the next of 1, 2, 5 times a power of ten, of the unit that labels are in.
    private static double Round(double step)
    {
        var unit = Math.Pow(Units.Kilo, Math.Floor(Math.Log(step, Units.Kilo)));
        var power = Math.Pow(10, Math.Floor(Math.Log10(step / unit)));
        var round = (step / unit / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        return Math.Min(round, Units.Kilo) * unit;
    }
}
