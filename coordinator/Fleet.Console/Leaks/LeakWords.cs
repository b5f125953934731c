using Fleet.Console.Instances;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Leaks;

/// <summary>What an incident is, in words.</summary>
internal static class LeakWords
{
    /// <summary>Who is to blame: protocol and versions, QAction, type; whatever of it is known.</summary>
    public static string Cause(Incident incident, bool shortType)
    {
        var type = shortType ? TypeNames.Short(incident.Type) : incident.Type;
        string[] parts =
        [
            $"{incident.Protocol} {string.Join(", ", incident.ProtocolVersions)}".Trim(),
            incident.Qaction.Length > 0 ? $"QAction {incident.Qaction}" : "",
            type,
        ];
        var cause = string.Join(" · ", parts.Where(p => p.Length > 0));
        return (cause, Counted(incident, shortType)) switch
        {
            ("", "") => $"{incident.Kind} memory",
            ("", var counted) => counted,
            (_, "") => cause,
            var (who, counted) => $"{who} · {counted}",
        };
    }

    // Of an assembly, protocol and QAction say what its name says.
    private static string Counted(Incident incident, bool shortType) => incident.Kind switch
    {
        "assemblies" when incident.Qaction.Length > 0 => "loaded again and again",
        "assemblies" => $"{(incident.Culprit.Length > 0 ? incident.Culprit : "assemblies")} loaded again and again",
        "handles" => incident.Culprit.Length > 0 ? $"{incident.Culprit} handles" : "handles",
        "finalizers" => incident.Culprit.Length > 0 ? $"{(shortType ? TypeNames.Short(incident.Culprit) : incident.Culprit)} waiting for finalizers" : "objects waiting for finalizers",
        _ => "",
    };

    /// <summary>For example <c>12 on 5 nodes, 1 ended</c>.</summary>
    public static string Where(Incident incident)
    {
        var nodes = incident.Instances.Select(i => i.NodeName).Distinct(StringComparer.Ordinal).Count();
        var ended = incident.Instances.Count(i => i.Ended);
        return $"{Units.Count(incident.Instances.Count)} on {Words.Number(nodes, "node")}{(ended > 0 ? $", {Units.Count(ended)} ended" : "")}";
    }

    /// <summary>How fast an incident grows: in bytes where they are known, else in what is counted.</summary>
    public static string Rate(Incident incident) => Rate(incident.BytesPerHour, incident.CountPerHour, incident.Kind);

    /// <summary>How fast it grows in one instance.</summary>
    public static string Rate(Incident incident, IncidentInstance instance) => Rate(instance.BytesPerHour, instance.CountPerHour, incident.Kind);

    public static string Rate(Estimate? rate) => rate is null ? "-" : Units.Rate(rate.Estimate_, rate.Low, rate.High);

    /// <summary>For example <c>9 h (7 to 12) on dma-07</c>.</summary>
    public static string TimeToLimit(Incident incident)
    {
        if (incident.TimeToLimit is not { Hours: { } hours } limit)
        {
            return "-";
        }

        var text = LimitIsPast(incident) ? "none, ended" : Units.Hours(hours.Estimate_, hours.Low, hours.High);
        var node = incident.Instances.FirstOrDefault(i => i.InstanceId == limit.InstanceId)?.NodeName;
        return node is { Length: > 0 } ? $"{text} on {node}" : text;
    }

    /// <summary>Whether the instance that would have reached its limit first has ended.</summary>
    public static bool LimitIsPast(Incident incident) => incident.Instances.Any(i => i.Ended && i.InstanceId == incident.TimeToLimit?.InstanceId);

    /// <summary>What the leaking ones have in common, in a sentence; empty when nothing was found.</summary>
    public static string Explanation(Incident incident) => incident.ExplainedBy switch
    {
        null => "",
        { Attribute: "unidentifiable", Candidates.Count: 0 } several when incident.Protocol.Length == 0 && ProgramOf(incident) is { } program =>
            $"{several.LeakingWith} processes of {program} leak; {Words.Number(several.Without, "other")} {(several.Without == 1 ? "does" : "do")} not.",
        { Attribute: "unidentifiable", Candidates.Count: 0 } => "The leaking instances have nothing in common that the healthy ones lack.",
        { Attribute: "unidentifiable" } several => $"Several causes fit equally well: {string.Join("; ", several.Candidates)}.",
        { Attribute: "instance" } one => $"Only {OnlyOne(incident, one.Value)} leaks; {Words.Number(one.Without, "other")} {(one.Without == 1 ? "does" : "do")} not.",
        { Attribute: "node" } node => Compare(node, $"on {NodeNamed(incident, node.Value)}"),
        var attribute => Compare(attribute, $"with {attribute.Value}"),
    };

    public static string State(IncidentState state) => state switch
    {
        IncidentState.Open => "open",
        IncidentState.Withdrawn => "withdrawn",
        IncidentState.Resolved => "resolved",
        _ => "-",
    };

    private static string Rate(Estimate? bytes, Estimate? count, string kind)
    {
        if (count is null)
        {
            return Rate(bytes);
        }

        var things = kind switch { "assemblies" => "assemblies", "handles" => "handles", _ => "objects" };
        var rate = Units.CountRate(count.Estimate_, count.Low, count.High, things);
        return bytes is { Estimate_: > 0 } ? $"{rate}, {Rate(bytes)}" : rate;
    }

    private static string Compare(Explanation table, string what)
    {
        var with = $"{Units.Count(table.LeakingWith)} of {Words.Number(table.With, "instance")} {what} {(table.LeakingWith == 1 ? "leaks" : "leak")}";
        return table.Without == 0
            ? $"{with}; there are no others to compare with."
            : $"{with}, {Units.Count(table.LeakingWithout)} of {Words.Number(table.Without, "other")}{Chance(table.PValue)}.";
    }

    private static string Chance(double p) => p switch
    {
        <= 0 => "",
        < 0.001 => FormattableString.Invariant($" (p = {p:0.#e+0})"),
        _ => FormattableString.Invariant($" (p = {p:0.###})"),
    };

    // The process, or the program where several of its processes leak; the analysis says only on which node.
    private static string OnlyOne(Incident incident, string node) =>
        incident.Instances.Count == 1 ? incident.Instances[0].Name()
        : ProgramOf(incident) ?? NodeNamed(incident, node);

    private static string? ProgramOf(Incident incident) =>
        incident.Instances.Select(i => i.Instance?.ProcessName).Distinct().ToList() is [{ Length: > 0 } program] ? program : null;

    // The analysis knows nodes by their identities; people by their names.
    private static string NodeNamed(Incident incident, string id) =>
        incident.Instances.FirstOrDefault(i => i.Instance?.NodeId == id)?.NodeName is { Length: > 0 } name ? name : id;
}
