using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.DataMiner.Elements;

/// <summary>
/// One line of <c>SLElementInProtocol.txt</c>: an element was started. Depending on the DataMiner version a line has 8, 11 or 12 columns;
/// later ones are let be.
/// </summary>
public sealed record ElementInProtocolLine
{
    private const string DmaStart = "***";
    private const string TimeFormat = "yyyy/MM/dd HH:mm:ss";
    private const int ColumnsBeforeName = 2;
    // SLProtocol pid, protocol, selected version, linked version, SLScripting pid.
    private const int ColumnsAfterName = 5;
    private const int ColumnsKnown = 12;
    private const int MostColumns = 64;

    // How many columns follow the SLScripting pid, the likeliest first: known variants, torn variants, variants to come.
    private static readonly int[] s_tailLengths = [4, 3, 0, 1, 2, 5, 6, 7, 8];

    /// <summary>When the element started, in the server's local time, which the line does not name: <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime LocalTime { get; init; }

    /// <summary>The DataMiner agent on which the element was created, not the one it runs on.</summary>
    public required int DmaId { get; init; }

    /// <summary>Unique together with <see cref="DmaId"/>.</summary>
    public required int ElementId { get; init; }

    /// <summary>May hold anything, pipes included.</summary>
    public required string ElementName { get; init; }

    /// <summary>Process id of the SLProtocol.</summary>
    public required int ProtocolPid { get; init; }

    /// <summary>Name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>As chosen by the operator: a version, or <c>Production</c>.</summary>
    public required string SelectedVersion { get; init; }

    /// <summary>The version that the selection stood for at that moment.</summary>
    public required string LinkedVersion { get; init; }

    /// <summary>Process id of the SLScripting; 0 where the line has none.</summary>
    public required int ScriptingPid { get; init; }

    /// <summary><c>NormalStart</c>, <c>SLProtocolCrashRestart</c>, <c>SLScriptingCrashRestart</c>; empty where the line does not tell.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Normal starts so far; null where the line does not tell.</summary>
    public int? NormalStarts { get; init; }

    /// <summary>Restarts after a crash of SLProtocol; null where the line does not tell.</summary>
    public int? ProtocolCrashRestarts { get; init; }

    /// <summary>Restarts after a crash of SLScripting; null where the line does not tell.</summary>
    public int? ScriptingCrashRestarts { get; init; }

    /// <summary>The version whose code runs, as QAction assemblies carry it: what <c>Production</c> is linked to, not the word.</summary>
    public string Version => LinkedVersion.Length > 0 ? LinkedVersion : SelectedVersion;

    /// <summary>True for the line of stars that DataMiner writes when it starts: whatever an earlier line says has ended.</summary>
    public static bool IsDmaStart(ReadOnlySpan<char> line) => line.TrimStart().StartsWith(DmaStart, StringComparison.Ordinal);

    /// <summary>Reads one line. False for anything that is not an element's start, torn lines included.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out ElementInProtocolLine? parsed)
    {
        parsed = null;
        Span<Range> columns = stackalloc Range[MostColumns];
        var count = line.Split(columns, '|');
        if (count < ColumnsBeforeName + 1 + ColumnsAfterName
            || count == MostColumns
            || !TryTime(line[columns[0]], out var time)
            || !TryElementId(line[columns[1]], out var dma, out var element))
        {
            return false;
        }

        foreach (var tail in s_tailLengths)
        {
            var afterName = count - tail - ColumnsAfterName;
            if (afterName <= ColumnsBeforeName || !Fits(line, columns[afterName..count]))
                continue;

            // An element's name may hold pipes: it is whatever lies between the columns of known form.
            var name = line[columns[ColumnsBeforeName].Start..columns[afterName - 1].End];
            parsed = Compose(line, columns[afterName..count], time, dma, element, name.ToString());
            return true;
        }

        return false;
    }

    private static ElementInProtocolLine Compose(
        ReadOnlySpan<char> line, ReadOnlySpan<Range> columns, DateTime time, int dma, int element, string name)
    {
        _ = TryPid(line[columns[0]], out var protocolPid);
        _ = TryPid(line[columns[4]], out var scriptingPid);
        var tail = columns[ColumnsAfterName..];
        return new ElementInProtocolLine
        {
            LocalTime = time,
            DmaId = dma,
            ElementId = element,
            ElementName = name,
            ProtocolPid = protocolPid,
            Protocol = line[columns[1]].Trim().ToString(),
            SelectedVersion = line[columns[2]].Trim().ToString(),
            LinkedVersion = line[columns[3]].Trim().ToString(),
            ScriptingPid = scriptingPid,
            Reason = tail.Length > 0 ? line[tail[0]].Trim().ToString() : "",
            NormalStarts = Number(line, tail, 1),
            ProtocolCrashRestarts = Number(line, tail, 2),
            ScriptingCrashRestarts = Number(line, tail, 3),
        };
    }

    private static bool Fits(ReadOnlySpan<char> line, ReadOnlySpan<Range> columns)
    {
        if (!TryPid(line[columns[0]], out _) || line[columns[1]].IsWhiteSpace() || !TryPid(line[columns[4]], out _))
            return false;
        if (!IsVersion(line[columns[3]]) && !(line[columns[3]].IsWhiteSpace() && IsVersion(line[columns[2]])))
            return false;

        var tail = columns[ColumnsAfterName..];
        if (tail.Length == 0)
            return true;

        foreach (var letter in line[tail[0]].Trim())
        {
            if (!char.IsAsciiLetter(letter))
                return false;
        }

        // Columns beyond those known may hold anything.
        for (var i = 1; i < Math.Min(tail.Length, ColumnsKnown - ColumnsBeforeName - 1 - ColumnsAfterName); i++)
        {
            if (Number(line, tail, i) is null)
                return false;
        }

        return true;
    }

    // What tells the column from a counter or from a part of a name.
    private static bool IsVersion(ReadOnlySpan<char> text) =>
        text.TrimStart() is [var first, ..] && char.IsAsciiDigit(first) && text.Contains('.');

    private static int? Number(ReadOnlySpan<char> line, ReadOnlySpan<Range> tail, int index) =>
        index < tail.Length && int.TryParse(line[tail[index]].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool TryPid(ReadOnlySpan<char> text, out int pid)
    {
        text = text.Trim();
        pid = 0;
        // Elements without QActions have no SLScripting.
        return text.IsEmpty || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid);
    }

    private static bool TryElementId(ReadOnlySpan<char> text, out int dma, out int element)
    {
        dma = element = 0;
        text = text.Trim();
        var slash = text.IndexOf('/');
        return slash > 0
            && int.TryParse(text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out dma)
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out element);
    }

    private static bool TryTime(ReadOnlySpan<char> text, out DateTime time)
    {
        text = text.Trim();
        if (text.Length > TimeFormat.Length && text[TimeFormat.Length] == '.')
            text = text[..TimeFormat.Length];
        return DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
