using System.Globalization;

namespace Fleet.Contracts.Wording;

/// <summary>Figures for people. Bytes are as Windows and the analysis count them: 1 MB is 1,048,576 bytes.</summary>
public static class Units
{
    /// <summary>From one unit of bytes to the next.</summary>
    public const double Kilo = 1024;

    private static readonly string[] ByteUnits = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>For example <c>1.41 GB</c>: three significant digits.</summary>
    public static string Bytes(double bytes)
    {
        var unit = ByteUnit(bytes);
        return $"{InUnit(bytes, unit)} {ByteUnits[unit]}";
    }

    /// <summary>With its sign, for example <c>+12 MB</c>.</summary>
    public static string Difference(long bytes) => bytes switch
    {
        > 0 => $"+{Bytes(bytes)}",
        < 0 => $"-{Bytes(-(double)bytes)}",
        _ => "0 B",
    };

    /// <summary>With thousands separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>With its sign and thousands separators.</summary>
    public static string CountDifference(long count) => count > 0 ? $"+{Count(count)}" : Count(count);

    /// <summary>Of <c>0</c> to <c>1</c>.</summary>
    public static string Percent(double part) =>
        part is > 0 and < 0.001 ? "<0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.#} %");

    /// <summary>For example <c>12.3 ms</c> or <c>1.52 s</c>.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds >= 1000
        ? $"{Significant(milliseconds / 1000)} s"
        : $"{Significant(milliseconds)} ms";

    /// <summary>A rate with its interval in the estimate's unit, or one that suits the interval where that is far larger: <c>41 MB/h (38 to 44)</c>.</summary>
    public static string Rate(double estimate, double low, double high)
    {
        var unit = Math.Max(ByteUnit(estimate), ByteUnit(Math.Max(Math.Abs(low), Math.Abs(high))) - 1);
        var rate = $"{InUnit(estimate, unit)} {ByteUnits[unit]}/h";
        return low == 0 && high == 0 ? rate : $"{rate} ({InUnit(low, unit)} to {InUnit(high, unit)})";
    }

    /// <summary>A rate of what is counted, with its interval: <c>12 handles/h (10 to 14)</c>.</summary>
    public static string CountRate(double estimate, double low, double high, string things) =>
        $"{Grouped(estimate)} {things}/h ({Grouped(low)} to {Grouped(high)})";

    /// <summary>A time span in hours with its interval: <c>9 h (7 to 12)</c>, in minutes or days where that reads better.</summary>
    public static string Hours(double estimate, double low, double high)
    {
        if (!double.IsFinite(estimate))
        {
            return "not in sight";
        }

        if (estimate <= 0)
        {
            return "now";
        }

        var (factor, unit) = estimate switch { < 1 => (60, "min"), < 72 => (1, "h"), _ => (1 / 24d, "days") };
        var text = $"{Whole(estimate * factor)} {unit}";
        return (low, high) switch
        {
            (0, 0) => text,
            (_, var h) when !double.IsFinite(h) => $"{text} ({Whole(low * factor)} or more)",
            _ => $"{text} ({Whole(low * factor)} to {Whole(high * factor)})",
        };
    }

    private static int ByteUnit(double bytes)
    {
        var unit = 0;
        for (var value = Math.Abs(bytes); value >= 999.5 && unit < ByteUnits.Length - 1; value /= Kilo)
        {
            unit++;
        }

        return unit;
    }

    private static string InUnit(double bytes, int unit) => Significant(bytes / Math.Pow(Kilo, unit));

    private static string Significant(double value) => Math.Abs(value) switch
    {
        >= 99.95 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static string Grouped(double value) =>
        Math.Abs(value) >= 99.95 ? value.ToString("#,0", CultureInfo.InvariantCulture) : Significant(value);

    private static string Whole(double value) => value < 10
        ? value.ToString("0.#", CultureInfo.InvariantCulture)
        : value.ToString("0", CultureInfo.InvariantCulture);
}
