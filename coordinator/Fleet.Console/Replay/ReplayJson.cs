using System.Text.Json;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Replay;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Console.Replay;

/// <summary>The document of <c>fleet replay --json</c>.</summary>
internal static class ReplayJson
{
    public static void Write(Utf8JsonWriter writer, ReplayOutcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteNumber("summaries", outcome.Summaries);
        writer.WriteNumber("skippedLines", outcome.SkippedLines);
        writer.WriteNumber("instances", outcome.Instances);
        WriteTime(writer, "from", outcome.From);
        WriteTime(writer, "to", outcome.To);
        writer.WriteStartArray("incidents");
        foreach (var incident in outcome.Incidents.Where(incident => incident.State == IncidentState.Open))
        {
            writer.WriteStartObject();
            WriteIncident(writer, incident);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("withdrawn");
        foreach (var incident in outcome.Incidents.Where(incident => incident.State != IncidentState.Open))
            WriteClosed(writer, incident);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteExplained(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteStartObject();
        WriteIncident(writer, incident);
        WriteState(writer, incident);
        writer.WriteStartArray("evidence");
        foreach (var line in incident.Evidence)
            writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteIncident(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteString("id", incident.Id);
        writer.WriteString("kind", incident.Kind.Word());
        writer.WriteString("type", incident.Type);
        writer.WriteString("module", incident.Module);
        WriteProtocol(writer, incident);
        writer.WriteString("qaction", incident.QAction);
        WriteTexts(writer, "relatedTypes", incident.RelatedTypes);
        writer.WriteStartArray("instances");
        foreach (var affected in incident.Instances)
        {
            writer.WriteStartObject();
            WriteInstance(writer, affected.Instance);
            WriteTime(writer, "startedAt", affected.Instance.StartedAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteInterval(writer, "bytesPerHour", incident.BytesPerHour);
        WriteLimit(writer, incident.TimeToLimit);
        WriteExplanation(writer, incident.ExplainedBy);
        WriteTime(writer, "detectedAt", incident.DetectedAt);
        writer.WriteNumber("confidence", incident.Confidence);
    }

    private static void WriteClosed(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteStartObject();
        writer.WriteString("id", incident.Id);
        writer.WriteString("kind", incident.Kind.Word());
        writer.WriteString("type", incident.Type);
        WriteTime(writer, "detectedAt", incident.DetectedAt);
        WriteState(writer, incident);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteString("state", StateOf(incident.State));
        if (incident.State == IncidentState.Open)
            return;

        WriteTime(writer, "withdrawnAt", incident.ClosedAt);
        writer.WriteString("reason", incident.ClosedReason);
    }

    private static void WriteProtocol(Utf8JsonWriter writer, Incident incident)
    {
        if (incident.Protocol is null)
        {
            writer.WriteNull("protocol");
            return;
        }

        writer.WriteStartObject("protocol");
        writer.WriteString("name", incident.Protocol);
        WriteTexts(writer, "versions", incident.ProtocolVersions);
        writer.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter writer, TimeToLimit? limit)
    {
        if (limit is null)
        {
            writer.WriteNull("timeToLimit");
            return;
        }

        writer.WriteStartObject("timeToLimit");
        WriteInstance(writer, limit.Instance);
        WriteInterval(writer, "hours", limit.Hours);
        writer.WriteEndObject();
    }

    private static void WriteExplanation(Utf8JsonWriter writer, Explanation? explanation)
    {
        if (explanation is null)
        {
            writer.WriteNull("explainedBy");
            return;
        }

        writer.WriteStartObject("explainedBy");
        writer.WriteString("attribute", explanation.Attribute);
        writer.WriteString("value", explanation.Value);
        writer.WriteNumber("leakingWith", explanation.LeakingWith);
        writer.WriteNumber("with", explanation.With);
        writer.WriteNumber("leakingWithout", explanation.LeakingWithout);
        writer.WriteNumber("without", explanation.Without);
        writer.WriteNumber("pValue", explanation.PValue);
        if (explanation.Candidates.Count > 0)
            WriteTexts(writer, "candidates", explanation.Candidates);
        writer.WriteEndObject();
    }

    private static void WriteInstance(Utf8JsonWriter writer, InstanceIdentity instance)
    {
        writer.WriteString("node", instance.NodeId);
        writer.WriteNumber("pid", instance.Pid);
    }

    private static void WriteInterval(Utf8JsonWriter writer, string name, Interval interval)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("estimate", interval.Estimate);
        writer.WriteNumber("low", interval.Low);
        writer.WriteNumber("high", interval.High);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? at)
    {
        if (at is { } time)
            writer.WriteString(name, time.UtcDateTime);
        else
            writer.WriteNull(name);
    }

    private static string StateOf(IncidentState state) => state switch
    {
        IncidentState.Open => "open",
        IncidentState.Withdrawn => "withdrawn",
        _ => "resolved",
    };
}
