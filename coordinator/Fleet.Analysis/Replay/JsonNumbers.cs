using System.Text.Json;

namespace Fleet.Analysis.Replay;

/// <summary>Whole numbers as programs of all kinds write them: <c>12</c>, <c>12.0</c>, <c>1.2e1</c>, absurdly large.</summary>
internal static class JsonNumbers
{
    /// <summary>What larger numbers are cut to, so that sums of them don't overflow: more bytes than any process has.</summary>
    public const long Most = 1L << 50;

    /// <summary>The number that comes next.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static long Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader);
    }

    /// <summary>The number that the reader stands on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static long Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException($"A number was expected and {reader.TokenType} found.");
        if (reader.TryGetInt64(out var whole))
            return Math.Clamp(whole, -Most, Most);
        return reader.TryGetDouble(out var real) && double.IsFinite(real) ? (long)Math.Clamp(Math.Round(real), -Most, Most) : Most;
    }
}
