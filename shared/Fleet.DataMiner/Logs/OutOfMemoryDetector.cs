namespace Fleet.DataMiner.Logs;

/// <summary>
/// Finds the entries of a growing log that tell of an <see cref="OutOfMemoryException"/>. An entry is a line with a time and all lines
/// without one that follow; it is told once, however often it repeats the word in inner exceptions. Not thread-safe.
/// </summary>
public sealed class OutOfMemoryDetector
{
    private const string Exception = "System.OutOfMemoryException";

    private LogLine? _entry;
    private bool _told;

    /// <summary>Takes the next line of the log.</summary>
    /// <returns>The entry, when this line is the first in it that tells of one; else null.</returns>
    public OutOfMemoryEntry? Append(ReadOnlySpan<char> line)
    {
        if (LogLine.TryParse(line, out var entry))
        {
            _entry = entry;
            _told = false;
        }

        if (_told || !line.Contains(Exception, StringComparison.Ordinal))
            return null;

        // Lines before the first with a time belong to no entry: each would else be news for ever.
        _told = true;
        return new OutOfMemoryEntry(_entry?.LocalTime, _entry?.Source ?? "", line.Trim().ToString());
    }
}

/// <summary>A log entry that tells of an OutOfMemoryException.</summary>
/// <param name="LocalTime">The server's local time; null when the line with the time was not seen.</param>
/// <param name="Source">As <see cref="LogLine.Source"/>.</param>
/// <param name="Line">The line with the exception.</param>
public sealed record OutOfMemoryEntry(DateTime? LocalTime, string Source, string Line);
