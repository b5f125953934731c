using System.Text.Json;

namespace Fleet.LeakLab.Scoring;

/// <summary>What <c>fleet replay --json</c> prints, as far as it is judged.</summary>
internal sealed record Verdict(
    int Summaries,
    int SkippedLines,
    IReadOnlyList<ClaimedIncident> Incidents,
    IReadOnlyList<WithdrawnIncident>? Withdrawn)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="JsonException">Not such a document.</exception>
    public static Verdict Parse(string json) =>
        JsonSerializer.Deserialize<Verdict>(json, Json) is { Incidents: not null } verdict ? verdict : throw new JsonException("The document has no 'incidents'.");
}

/// <summary>An incident that stands at the end.</summary>
internal sealed record ClaimedIncident
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "managed";

    public string? Type { get; init; }

    public string? Module { get; init; }

    public ClaimedProtocol? Protocol { get; init; }

    public string? QAction { get; init; }

    public IReadOnlyList<string> RelatedTypes { get; init; } = [];

    public IReadOnlyList<ClaimedInstance> Instances { get; init; } = [];

    public ClaimedInterval? BytesPerHour { get; init; }

    public ClaimedLimit? TimeToLimit { get; init; }

    public ClaimedExplanation? ExplainedBy { get; init; }

    public DateTime DetectedAt { get; init; }
}

/// <summary>Who is blamed.</summary>
internal sealed record ClaimedProtocol(string Name, IReadOnlyList<string> Versions);

/// <summary>Where it is seen.</summary>
internal sealed record ClaimedInstance(string Node, int Pid, DateTime StartedAt);

/// <summary>An estimate with its interval.</summary>
internal sealed record ClaimedInterval(double Estimate, double Low, double High);

/// <summary>When the first of them reaches its limit.</summary>
internal sealed record ClaimedLimit(string Node, int Pid, ClaimedInterval Hours);

/// <summary>What those that leak share.</summary>
internal sealed record ClaimedExplanation(string Attribute, string? Value, IReadOnlyList<JsonElement>? Candidates = null);

/// <summary>An incident that was taken back.</summary>
internal sealed record WithdrawnIncident(string Id, string? Type, DateTime DetectedAt, DateTime WithdrawnAt, string? Reason);
