using System.Globalization;

namespace SLScripting.Elements;

/// <summary>
/// Reads <c>name|dmaId/elementId|protocol|version[|label[|periodMs[|id=value;id=value...]]]</c>.
/// </summary>
internal static class ElementLine
{
    /// <exception cref="FormatException">One line that says what is wrong.</exception>
    public static ElementDefinition Parse(string line)
    {
        var columns = line.Split('|', StringSplitOptions.TrimEntries);
        if (columns.Length is < 4 or > 7 || columns[0].Length == 0 || columns[2].Length == 0 || columns[3].Length == 0)
            throw new FormatException($"element '{line}': expected name|dmaId/elementId|protocol|version[|label[|periodMs[|id=value;...]]]");

        var (dma, element) = ParseId(columns[1], line);
        var label = columns.Length > 4 && columns[4].Length > 0 ? columns[4] : columns[3];
        var period = columns.Length > 5 && columns[5].Length > 0 ? ParseNumber(columns[5], "periodMs", line) : 0;
        var parameters = columns.Length > 6 ? ParseParameters(columns[6], line) : new Dictionary<int, string>();
        return new ElementDefinition(columns[0], dma, element, columns[2], columns[3], label, period, parameters);
    }

    private static (int Dma, int Element) ParseId(string text, string line)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw new FormatException($"element '{line}': expected dmaId/elementId, not '{text}'")
            : (ParseNumber(text[..slash], "dmaId", line), ParseNumber(text[(slash + 1)..], "elementId", line));
    }

    private static Dictionary<int, string> ParseParameters(string text, string line)
    {
        var parameters = new Dictionary<int, string>();
        foreach (var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw new FormatException($"element '{line}': expected id=value, not '{pair}'");

            parameters[ParseNumber(pair[..equals], "parameter id", line)] = pair[(equals + 1)..];
        }

        return parameters;
    }

    private static int ParseNumber(string text, string what, string line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"element '{line}': {what} must be a number, not '{text}'");
}
