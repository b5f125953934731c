using System.Globalization;

namespace Fleet.Agent.Configuration;

/// <summary>Durations as people type them: <c>00:05:00</c>, <c>5m</c>, <c>2.5s</c>, <c>250ms</c>, <c>1h</c>, <c>1d</c>.</summary>
internal static class Duration
{
    private static readonly (string Suffix, TimeSpan Unit)[] s_units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads one. A bare number is refused: it does not say its unit.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        foreach (var (suffix, unit) in s_units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number < TimeSpan.MaxValue / unit)
            {
                duration = number * unit;
                return true;
            }
        }

        duration = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
    }
}
