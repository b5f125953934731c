using System.Text.Json;

namespace SLScripting.Elements;

/// <summary>Reads a file of elements: JSON by its name, otherwise one <see cref="ElementLine"/> a line, <c>#</c> for comments.</summary>
internal static class ElementFile
{
    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="FormatException">One line that says what is wrong and where.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static IReadOnlyList<ElementDefinition> Read(string path) =>
        Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? ReadJson(path) : ReadLines(path);

    private static List<ElementDefinition> ReadLines(string path)
    {
        var elements = new List<ElementDefinition>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#'))
                continue;

            try
            {
                elements.Add(ElementLine.Parse(line));
            }
            catch (FormatException e)
            {
                throw new FormatException($"{path}({number}): {e.Message}", e);
            }
        }

        return elements;
    }

    private static List<ElementDefinition> ReadJson(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var rows = JsonSerializer.Deserialize<List<Row>>(file, s_format) ?? throw new JsonException("expected an array");
            return [.. rows.Select(row => row.ToDefinition())];
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private sealed record Row
    {
        public required string Name { get; init; }

        public required int DmaId { get; init; }

        public required int ElementId { get; init; }

        public required string Protocol { get; init; }

        public required string Version { get; init; }

        public string? Label { get; init; }

        public int PeriodMs { get; init; }

        public Dictionary<int, string>? Parameters { get; init; }

        public ElementDefinition ToDefinition() =>
            new(Name, DmaId, ElementId, Protocol, Version, Label ?? Version, PeriodMs, Parameters ?? []);
    }
}
