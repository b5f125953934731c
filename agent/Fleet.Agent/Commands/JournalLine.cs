using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Fleet.Contracts.AgentApi;
using Google.Protobuf;

namespace Fleet.Agent.Commands;

/// <summary>
/// A line of the journal: a checksum, a space, and JSON. A line that was torn by a kill, or damaged since, does not match its checksum.
/// </summary>
internal static class JournalLine
{
    private const int ChecksumDigits = 8;

    /// <summary>Writes one, with its end.</summary>
    public static byte[] Format(JournalEntry entry)
    {
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"attempt":{{entry.Attempt}},"command":{{JsonFormatter.Default.Format(entry.Command)}},"update":{{JsonFormatter.Default.Format(entry.Update)}}}""");
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Checksum(json):x8} {json}\n"));
    }

    /// <summary>Reads one, without its end.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out JournalEntry? entry)
    {
        entry = null;
        if (line.Length <= ChecksumDigits + 1
            || !uint.TryParse(line.AsSpan(0, ChecksumDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            || Checksum(line[(ChecksumDigits + 1)..]) != checksum)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(line.AsMemory(ChecksumDigits + 1));
            var parser = new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
            entry = new JournalEntry(
                parser.Parse<Command>(document.RootElement.GetProperty("command").GetRawText()),
                parser.Parse<CommandUpdate>(document.RootElement.GetProperty("update").GetRawText()),
                document.RootElement.GetProperty("attempt").GetInt32());
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidProtocolBufferException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static uint Checksum(string json) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(json));
}
