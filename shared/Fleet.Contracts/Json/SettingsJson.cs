using System.Text.Json;

namespace Fleet.Contracts.Json;

/// <summary>Looks at a file of settings before a configuration library does, which would tell its faults in words of its own.</summary>
public static class SettingsJson
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>What keeps a file from being one of settings: half a sentence, what, where, what to do; null when nothing does.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string? Fault(string path)
    {
        var text = File.ReadAllText(path);
        if (string.IsNullOrWhiteSpace(text))
            return "it is empty; write { } or remove it";

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? null
                : $"it holds {Describe(document.RootElement.ValueKind)}, not sections; write {{ \"Section\": {{ \"Setting\": value }} }}";
        }
        catch (JsonException e)
        {
            return $"it is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; {Reason(e)}";
        }
    }

    /// <summary>A kind of JSON value, with its article.</summary>
    public static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };

    // The place is told already, and as people count.
    private static string Reason(JsonException e)
    {
        var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place > 0 ? e.Message[..place] : e.Message).TrimEnd('.');
    }
}
