using System.Text.Json;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Replay;

/// <summary>The field <c>protocols</c> of a replay line.</summary>
internal static class ReplayProtocols
{
    /// <summary>Reads the field's value.</summary>
    /// <exception cref="JsonException">It is no list of protocols.</exception>
    public static IReadOnlyList<HostedProtocol> Read(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return [];
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("'protocols' is no list.");

        var protocols = new List<HostedProtocol>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            protocols.Add(ReadOne(ref reader));
        return reader.TokenType == JsonTokenType.EndArray ? protocols : throw new JsonException("'protocols' holds something else than objects.");
    }

    private static HostedProtocol ReadOne(ref Utf8JsonReader reader)
    {
        string? name = null;
        var version = "";
        var elements = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8) && reader.Read())
                name = reader.GetString();
            else if (reader.ValueTextEquals("version"u8) && reader.Read())
                version = reader.GetString() ?? "";
            else if (reader.ValueTextEquals("elements"u8) && reader.Read())
                elements = reader.TokenType == JsonTokenType.Null ? 0 : JsonNumbers.Value(ref reader);
            else
                reader.Skip();
        }

        return new HostedProtocol(name ?? throw new JsonException("A protocol has no name."), version, (int)Math.Clamp(elements, 0, int.MaxValue));
    }
}
