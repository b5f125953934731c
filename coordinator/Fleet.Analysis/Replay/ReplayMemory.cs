using System.Text.Json;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Replay;

/// <summary>The field <c>memory</c> of a replay line; what is missing is not known, and negative figures neither.</summary>
internal struct ReplayMemory
{
    private const int Generations = 3;

    private long _private;
    private long _managed;
    private long _limit;
    private long[]? _collections;

    /// <summary>Reads the value that comes next.</summary>
    public static ReplayMemory Read(ref Utf8JsonReader reader)
    {
        var memory = default(ReplayMemory);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return memory;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("'memory' is no object.");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("privateBytes"u8))
                memory._private = NextOrNone(ref reader);
            else if (reader.ValueTextEquals("managedBytes"u8))
                memory._managed = NextOrNone(ref reader);
            else if (reader.ValueTextEquals("limitBytes"u8))
                memory._limit = NextOrNone(ref reader);
            else if (reader.ValueTextEquals("gcCounts"u8))
                memory._collections = Collections(ref reader);
            else
                reader.Skip();
        }

        return memory;
    }

    /// <summary>The same as a sample.</summary>
    public readonly MemorySample At(DateTimeOffset at) => new()
    {
        At = at,
        PrivateBytes = _private,
        ManagedBytes = _managed,
        LimitBytes = _limit,
        GcCounts = _collections ?? [],
    };

    private static long NextOrNone(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? 0 : Math.Max(0, JsonNumbers.Value(ref reader));
    }

    private static long[]? Collections(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("'gcCounts' is no list.");

        var counts = new long[Generations];
        var known = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var count = Math.Max(0, JsonNumbers.Value(ref reader));
            if (known < Generations)
                counts[known++] = count;
        }

        return known == Generations ? counts : null;
    }
}
