using System.Text.Json;
using SLScripting.Tests.Support;

namespace SLScripting.Tests.Truths;

/// <summary>What a truth.json says.</summary>
public sealed record Truth
{
    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web);

    public required string Protocol { get; init; }

    public required string Version { get; init; }

    public required bool Leaks { get; init; }

    public string? Kind { get; init; }

    public string? Type { get; init; }

    public string? Module { get; init; }

    public string? Qaction { get; init; }

    public string? Holder { get; init; }

    /// <summary>Objects of the type that stay, for each tick of an element.</summary>
    public int CountPerTick { get; init; }

    /// <summary>For a native leak.</summary>
    public int BytesPerTick { get; init; }

    public string Assembly(string qaction) => $"{Protocol}.{Version}.QAction.{qaction}";

    public override string ToString() => $"{Protocol} {Version}";

    public static IReadOnlyList<Truth> All() =>
        [.. Directory.EnumerateFiles(ScriptingProcess.Protocols, "truth.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    private static Truth Read(string path) => JsonSerializer.Deserialize<Truth>(File.ReadAllText(path), s_format)!;
}
