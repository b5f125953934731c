using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Contracts.Heap;

/// <summary>The JSON form of a <see cref="HeapSummary"/>: camelCase, one document.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HeapSummary))]
public sealed partial class HeapSummaryJson : JsonSerializerContext
{
    /// <summary>Writes one summary.</summary>
    public static Task WriteAsync(Stream stream, HeapSummary summary, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, summary, Default.HeapSummary, cancellationToken);

    /// <summary>Reads one summary.</summary>
    /// <exception cref="JsonException">The stream does not hold one.</exception>
    public static async Task<HeapSummary> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync(stream, Default.HeapSummary, cancellationToken)
        ?? throw new JsonException("The document is null where a heap summary was expected.");
}
