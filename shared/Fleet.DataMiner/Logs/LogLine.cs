using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.DataMiner.Logs;

/// <summary>The first line of an entry in a DataMiner log: a time, some columns that differ between logs, and a text.</summary>
/// <param name="LocalTime">The server's local time, which the line does not name: <see cref="DateTimeKind.Unspecified"/>.</param>
/// <param name="Source">The column after the time: a process, or an element; empty where there is none.</param>
/// <param name="Level">For example <c>INF</c>, <c>ERR</c>; empty where there is none.</param>
/// <param name="Text">What follows the columns; pipes in it are kept.</param>
public sealed record LogLine(DateTime LocalTime, string Source, string Level, string Text)
{
    private const int SecondsLength = 19;
    private const int MostColumns = 8;

    private static readonly string[] s_formats =
    [
        "yyyy/MM/dd HH:mm:ss",
        "yyyy/MM/dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    /// <summary>Reads the first line of an entry. False for its further lines (stack traces) and for anything else without a time.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out LogLine? parsed)
    {
        parsed = null;
        line = line.TrimStart('\uFEFF');
        var end = line.IndexOf('|');
        var stamp = (end < 0 ? line : line[..end]).Trim();
        if (stamp.Length < SecondsLength
            || !DateTime.TryParseExact(stamp, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        parsed = Compose(time, end < 0 ? [] : line[(end + 1)..]);
        return true;
    }

    private static LogLine Compose(DateTime time, ReadOnlySpan<char> rest)
    {
        Span<Range> columns = stackalloc Range[MostColumns];
        var count = rest.Split(columns, '|');

        // time|source|method|level|verbosity|thread|text: the text begins after the numbers that follow the level.
        for (var level = 1; level < count - 1; level++)
        {
            if (!IsLevel(rest[columns[level]]))
                continue;

            var text = level + 1;
            while (text < count - 1 && IsNumber(rest[columns[text]]))
                text++;
            return new LogLine(time, rest[columns[0]].Trim().ToString(), rest[columns[level]].Trim().ToString(), rest[columns[text].Start..].ToString());
        }

        return count < 2
            ? new LogLine(time, "", "", rest.ToString())
            : new LogLine(time, rest[columns[0]].Trim().ToString(), "", rest[columns[1].Start..].ToString());
    }

    private static bool IsLevel(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length == 3 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1]) && char.IsAsciiLetterUpper(text[2]);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
