using System.Text.Json;

namespace Fleet.Analysis.Replay;

/// <summary>Reads a replay file (NDJSON, one summary a line), in constant memory. Lines that can't be read are reported and skipped.</summary>
/// <param name="stream">UTF-8, not compressed.</param>
/// <param name="skipped">Told the number of a line that can't be read, from 1, and why.</param>
public sealed class ReplayReader(Stream stream, Action<long, string> skipped)
{
    private readonly LineReader _lines = new(stream);
    private readonly SummaryParser _parser = new();

    /// <summary>Lines that were skipped so far.</summary>
    public long SkippedLines { get; private set; }

    /// <summary>The next summary; null at the end.</summary>
    /// <exception cref="EndOfStreamException">The stream says that it is cut off; what is left of the last line is not read.</exception>
    /// <exception cref="IOException">The stream can't be read.</exception>
    /// <exception cref="InvalidDataException">The stream is compressed and damaged.</exception>
    public ReplaySummary? Read()
    {
        while (_lines.TryRead(out var line))
        {
            // Files are put together by hand; an empty line holds nothing that could be lost.
            if (line.Trim(" \t"u8).IsEmpty)
                continue;

            try
            {
                return _parser.Parse(line);
            }
            catch (JsonException e)
            {
                Skip(e.Message);
            }
        }

        return null;
    }

    private void Skip(string reason)
    {
        SkippedLines++;
        // The reader's own positions count from the start of the line, and its line is always 0.
        var cut = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        skipped(_lines.Number, cut > 0 ? reason[..cut] : reason);
    }
}
