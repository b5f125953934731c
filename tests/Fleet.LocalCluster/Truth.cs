using System.Text.Json;

namespace Fleet.LocalCluster;

/// <summary>What is to be found of one protocol version, as its author wrote it down beside it (<c>truth.json</c>).</summary>
public sealed record Truth
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it leaks.</summary>
    public required bool Leaks { get; init; }

    /// <summary><c>managed</c> or <c>native</c>; null when it doesn't leak.</summary>
    public string? Kind { get; init; }

    /// <summary>The type that grows; null when it doesn't leak or natively.</summary>
    public string? Type { get; init; }

    /// <summary>The QAction to blame; null when it doesn't leak.</summary>
    public string? Qaction { get; init; }

    /// <summary>The static field that holds the objects, as <c>DeclaringType.Field</c>; null when it doesn't leak or natively.</summary>
    public string? Holder { get; init; }

    /// <summary>The truth about every protocol version there is.</summary>
    public static IReadOnlyList<Truth> All() =>
    [
        .. Directory.EnumerateFiles(Executables.Protocols, "truth.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => JsonSerializer.Deserialize<Truth>(File.ReadAllText(path), Format)
                ?? throw new InvalidDataException($"{path} holds no truth.")),
    ];

    /// <summary>The truth about one of them.</summary>
    public static Truth Of(string protocol, string version) => All().Single(t => t.Protocol == protocol && t.Version == version);
}
