using System.Text.RegularExpressions;
using Fleet.Console.Instances;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Spectre.Console;

namespace Fleet.Console.Leaks;

/// <summary>One incident for the person who must act on it.</summary>
internal static partial class LeakStory
{
    public static void Write(IAnsiConsole console, Incident incident, DateTimeOffset now)
    {
        console.Say(LeakWords.Cause(incident, shortType: false), Palette.Strong);
        console.Fact("id", incident.Id);
        console.Fact("state", State(incident, now));
        console.Fact("kind", incident.Kind);
        console.Fact("module", incident.Module);
        console.Fact("where", LeakWords.Where(incident));
        console.Fact("rate", Rate(incident));
        console.Fact("time to limit", TimeToLimit(incident));
        console.Fact("detected", $"{Ages.Moment(incident.DetectedAt)}, {Ages.Ago(incident.DetectedAt, now)}");
        console.Fact("updated", Ages.Ago(incident.UpdatedAt, now));
        console.Fact("confidence", Units.Percent(incident.Confidence));
        console.Fact("explained by", LeakWords.Explanation(incident));

        Lines(console, "What to do", incident.Advice);
        Lines(console, "Evidence", incident.Evidence.Where(line => !IsSaid(incident, line)));
        Holders(console, incident, now);
        Lines(console, "Grows with it", incident.RelatedTypes);
        Instances(console, incident);
    }

    // What a trend of the type shows is less, and no contradiction; what private bytes show may be far more.
    private static string Rate(Incident incident) => incident.RelatedTypes.Count == 0 || incident.CountPerHour is not null
        ? LeakWords.Rate(incident)
        : $"{LeakWords.Rate(incident)}, of the type, {Words.Number(incident.RelatedTypes.Count, "type")} that grow{(incident.RelatedTypes.Count == 1 ? "s" : "")} with it, and private bytes that do";

    private static string State(Incident incident, DateTimeOffset now) => incident.ClosedAt is null
        ? LeakWords.State(incident.State)
        : $"{LeakWords.State(incident.State)} {Ages.Ago(incident.ClosedAt, now)}{(incident.ClosedReason.Length > 0 ? $": {incident.ClosedReason}" : "")}";

    private static string TimeToLimit(Incident incident) => incident.TimeToLimit is { LimitBytes: > 0 } limit && !LeakWords.LimitIsPast(incident)
        ? $"{LeakWords.TimeToLimit(incident)}, at {Units.Bytes(limit.LimitBytes)}"
        : LeakWords.TimeToLimit(incident);

    /// <summary>
    /// Whether the story tells in its own lines, and with people's names for nodes, what this line tells again: the types that grow along, the
    /// comparison of those that leak with the others, the time to the limit.
    /// </summary>
    private static bool IsSaid(Incident incident, string line) =>
        (incident.RelatedTypes.Count > 0 && line.StartsWith("grows along: ", StringComparison.Ordinal))
        || (incident.ExplainedBy is not null && SaysWhatExplains().IsMatch(line))
        || (incident.TimeToLimit is not null && SaysTimeToLimit().IsMatch(line));

    [GeneratedRegex("instances with it leak, |^only .+ leaks; |^\\d+ processes of .+ leak; |^fits equally well: |^the leaking instances have nothing in common")]
    private static partial Regex SaysWhatExplains();

    [GeneratedRegex(@" pid \d+ reaches .+ in .+ h \(")]
    private static partial Regex SaysTimeToLimit();

    private static void Lines(IAnsiConsole console, string title, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            console.WriteLine();
            console.Say(title, Palette.Strong);
            foreach (var line in lines)
            {
                console.Say($"  {line}");
            }
        }
    }

    // Most bytes first, and so are the instances that they were read from.
    private static void Holders(IAnsiConsole console, Incident incident, DateTimeOffset now)
    {
        foreach (var source in incident.Holders.Select((line, i) => (Line: line, From: incident.HolderSources.ElementAtOrDefault(i))).GroupBy(held => held.From))
        {
            var from = source.Key is { } read ? $", in {InstanceWords.NameOfId(read.NodeName, read.InstanceId)} at {Ages.Moment(read.TakenAt)}, {Ages.Ago(read.TakenAt, now)}" : "";
            Lines(console, $"Held by{from}", source.Select(held => held.Line));
        }
    }

    private static void Instances(IAnsiConsole console, Incident incident)
    {
        if (incident.Instances.Count == 0)
        {
            return;
        }

        console.WriteLine();
        var counted = incident.CountPerHour is not null;
        var several = incident.RelatedTypes.Count > 0 && !counted;
        List<Column> columns = [new("Instance"), new("Rate", Right: true)];
        if (several)
        {
            columns.Add(new("Type alone", Right: true));
        }

        if (!counted)
        {
            columns.Add(new(several ? "Bytes of type" : "Bytes", Right: true));
        }

        columns.Add(new(several ? "Count of type" : "Count", Right: true));
        var table = new FleetTable([.. columns]);
        foreach (var instance in incident.Instances)
        {
            List<Cell> cells = [instance.Ended ? new($"{instance.Name()} (ended)", Palette.Faint) : new(instance.Name(), Palette.Strong), LeakWords.Rate(incident, instance)];
            if (several)
            {
                cells.Add(LeakWords.Rate(instance.TypeBytesPerHour));
            }

            if (!counted)
            {
                cells.Add(Units.Bytes(instance.Bytes));
            }

            table.Add([.. cells, Units.Count(instance.Count)]);
        }

        table.Write(console);
    }
}
