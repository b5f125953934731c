using System.Globalization;
using System.Text.Json;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Replay;

/// <summary>The field <c>process</c> of a replay line.</summary>
internal static class ReplayProcess
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Reads the field's value.</summary>
    /// <exception cref="JsonException">It names no process.</exception>
    public static ProcessDescription Read(ReadOnlySpan<byte> raw)
    {
        string? name = null;
        long? pid = null;
        DateTimeOffset? startedAt = null;
        var bits = 64L;

        var reader = new Utf8JsonReader(raw);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("'process' is no object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8) && reader.Read())
                name = reader.GetString();
            else if (reader.ValueTextEquals("pid"u8))
                pid = JsonNumbers.Next(ref reader);
            else if (reader.ValueTextEquals("startedAt"u8) && reader.Read())
                startedAt = Time(ref reader, "process.startedAt");
            else if (reader.ValueTextEquals("bits"u8))
                bits = JsonNumbers.Next(ref reader);
            else
                reader.Skip();
        }

        return pid is > 0 and <= int.MaxValue
            ? new ProcessDescription(name ?? "", (int)pid, startedAt ?? throw new JsonException("'process.startedAt' is missing."), bits == 32 ? 32 : 64)
            : throw new JsonException("'process.pid' is missing or no process id.");
    }

    /// <summary>The time that the reader stands on, UTC.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DateTimeOffset Time(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.String && DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, Utc, out var at)
            ? at
            : throw new JsonException($"'{field}' is no time.");
}
