using System.Text.Json;

namespace Fleet.Demo;

/// <summary>What the demonstration came to.</summary>
internal sealed class DemoResult
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>SLScripting processes that were watched.</summary>
    public int ScriptingProcesses { get; set; }

    /// <summary>The incident, as the console gave it.</summary>
    public JsonElement? Incident { get; set; }

    /// <summary>The path that holds most of what leaks, as the console gave it.</summary>
    public string? Holder { get; set; }

    /// <summary>Size of the dump that came to the console.</summary>
    public long DumpBytes { get; set; }

    /// <summary>Objects of the leaking type in it.</summary>
    public long CountInDump { get; set; }

    /// <summary>Seconds from the start until each step was done, without the build.</summary>
    public SortedDictionary<string, double> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>What was checked and held.</summary>
    public int ChecksPassed { get; private set; }

    /// <summary>What was checked and did not hold.</summary>
    public int ChecksFailed { get; private set; }

    /// <summary>Why it could not go on; null when it could.</summary>
    public string? Error { get; set; }

    /// <summary>Whether everything held.</summary>
    public bool Ok => Error is null && ChecksFailed == 0 && ChecksPassed > 0;

    /// <summary>Counts one check.</summary>
    public void Check(bool ok)
    {
        if (ok)
            ChecksPassed++;
        else
            ChecksFailed++;
    }

    /// <summary>One document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}
