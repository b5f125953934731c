using System.Text.Json;

namespace Fleet.Contracts.Json;

/// <summary>Looks at a file of settings before a configuration library does, which would tell its faults in words of its own.</summary>
public static class SettingsJson
{
    private const string Sections = """{ "Section": { "Setting": value } }""";

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>What keeps a file from being one of settings: half a sentence, what, where, what to do; null when nothing does.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string? Fault(string path)
    {
        using var document = Read(path, Sections, out var fault);
        return fault;
    }

    /// <summary>The document of a file, of which it is known that it is an object; null where something is wrong.</summary>
    /// <param name="path">The file.</param>
    /// <param name="example">What one holds.</param>
    /// <param name="fault">As <see cref="Fault"/>.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static JsonDocument? Read(string path, string example, out string? fault)
    {
        fault = null;
        var text = File.ReadAllText(path);
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = "it is empty; write { } or remove it";
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document;

            fault = $"it holds {Describe(document.RootElement.ValueKind)}, not settings; write {example}";
            document.Dispose();
        }
        catch (JsonException e)
        {
            fault = $"it is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; {Reason(e)}";
        }

        return null;
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
