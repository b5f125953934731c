using Fleet.Analysis.Advice;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Replay;
using Fleet.Console.Rendering;
using Spectre.Console;

namespace Fleet.Console.Replay;

/// <summary>A replayed series for a person.</summary>
internal static class ReplayReport
{
    public static void Write(IAnsiConsole console, ReplayOutcome outcome)
    {
        if (outcome is not { From: { } from, To: { } to })
        {
            console.Say("The series holds no summary.");
            return;
        }

        console.Say($"{Words.Number(outcome.Summaries, "summary").Replace("summarys", "summaries", StringComparison.Ordinal)} of {Words.Number(outcome.Instances, "instance")}, {Ages.Moment(from)} to {Ages.Moment(to)}");
        if (outcome.SkippedLines > 0)
            console.Say($"{Words.Number(outcome.SkippedLines, "line")} skipped", Palette.Bad);
        var open = outcome.Incidents.Where(incident => incident.State == IncidentState.Open).ToList();
        console.WriteLine();
        if (open.Count == 0)
            console.Say("Nothing leaks.");
        else
            Open(console, open);

        var closed = outcome.Incidents.Except(open).ToList();
        if (closed.Count > 0)
            Closed(console, closed);
    }

    /// <summary>The numbers behind one incident.</summary>
    public static void Explain(IAnsiConsole console, Incident incident)
    {
        console.Say(Cause(incident, shortType: false), Palette.Strong);
        console.Fact("id", incident.Id);
        console.Fact("kind", Kind(incident));
        console.Fact("module", incident.Module ?? "");
        console.Fact("rate", Rate(incident));
        console.Fact("time to limit", Limit(incident));
        console.Fact("detected", Ages.Moment(incident.DetectedAt));
        console.Fact("closed", incident.ClosedAt is { } at ? $"{Ages.Moment(at)}: {incident.ClosedReason}" : "");
        console.Fact("confidence", Units.Percent(incident.Confidence));
        console.WriteLine();
        foreach (var line in incident.Evidence)
            console.Say($"  {line}");
        Advice(console, incident);
    }

    private static void Advice(IAnsiConsole console, Incident incident)
    {
        var lines = IncidentAdvice.For(incident, AdviceFacts.None);
        if (lines.Count == 0)
            return;

        console.WriteLine();
        console.Say("What to do", Palette.Strong);
        foreach (var line in lines)
            console.Say($"  {line}");
    }

    private static void Open(IAnsiConsole console, List<Incident> incidents)
    {
        var table = new FleetTable(
            new Column("Id"), new Column("What", Wrap: true), new Column("Kind", Spare: true), new Column("Instances", Right: true), new Column("Rate", Right: true, Wrap: true),
            new Column("Time to limit", Wrap: true), new Column("Detected", Spare: true), new Column("Confidence", Right: true, Spare: true));
        foreach (var incident in incidents)
        {
            table.Add(
                incident.Id, new Cell(Cause(incident, shortType: true), Palette.Strong), Kind(incident), Units.Count(incident.Instances.Count),
                Rate(incident), Limit(incident), Ages.Moment(incident.DetectedAt), Units.Percent(incident.Confidence));
        }

        table.Write(console);
    }

    private static void Closed(IAnsiConsole console, List<Incident> incidents)
    {
        console.WriteLine();
        var table = new FleetTable(
            new Column("Closed"), new Column("What", Wrap: true), new Column("Detected", Spare: true), new Column("Until"), new Column("Why", Wrap: true));
        foreach (var incident in incidents)
        {
            table.Add(
                incident.Id, Cause(incident, shortType: true), Ages.Moment(incident.DetectedAt),
                incident.ClosedAt is { } at ? Ages.Moment(at) : "-", incident.ClosedReason ?? "-");
        }

        table.Write(console);
    }

    private static string Cause(Incident incident, bool shortType)
    {
        var type = shortType && incident.Type is { } name ? TypeNames.Short(name) : incident.Type;
        string?[] parts =
        [
            incident.Protocol is null ? null : $"{incident.Protocol} {string.Join(", ", incident.ProtocolVersions)}".Trim(),
            incident.QAction is { } id ? $"QAction {id}" : null,
            type,
        ];
        var cause = string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return cause.Length > 0 ? cause : $"{Kind(incident)} memory";
    }

    private static string Kind(Incident incident) => incident.Kind.ToString().ToLowerInvariant();

    private static string Rate(Incident incident) => Units.Rate(incident.BytesPerHour.Estimate, incident.BytesPerHour.Low, incident.BytesPerHour.High);

    private static string Limit(Incident incident) => incident.TimeToLimit is { } limit
        ? $"{Units.Hours(limit.Hours.Estimate, limit.Hours.Low, limit.Hours.High)} on {limit.Instance.NodeId}"
        : "-";
}
