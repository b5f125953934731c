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
        return cause.Length > 0 ? cause : $"{incident.Kind} memory";
    }

    /// <summary>For example <c>12 on 5 nodes</c>.</summary>
    public static string Where(Incident incident)
    {
        var nodes = incident.Instances.Select(i => i.NodeName).Distinct(StringComparer.Ordinal).Count();
        return $"{Units.Count(incident.Instances.Count)} on {Words.Number(nodes, "node")}";
    }

    public static string Rate(Estimate? rate) => rate is null ? "-" : Units.Rate(rate.Estimate_, rate.Low, rate.High);

    /// <summary>For example <c>9 h (7 to 12) on dma-07</c>.</summary>
    public static string TimeToLimit(Incident incident)
    {
        if (incident.TimeToLimit is not { Hours: { } hours } limit)
        {
            return "-";
        }

        var text = Units.Hours(hours.Estimate_, hours.Low, hours.High);
        var node = incident.Instances.FirstOrDefault(i => i.InstanceId == limit.InstanceId)?.NodeName;
        return node is { Length: > 0 } ? $"{text} on {node}" : text;
    }

    /// <summary>What the leaking ones have in common, in a sentence; empty when nothing was found.</summary>
    public static string Explanation(Explanation? explanation)
    {
        if (explanation is null)
        {
            return "";
        }

        if (explanation.Attribute is "unidentifiable")
        {
            return $"Several causes fit equally well: {string.Join("; ", explanation.Candidates)}.";
        }

        var what = explanation.Attribute switch
        {
            "protocolVersion" or "protocol" => $"with {explanation.Value}",
            "node" => $"on node {explanation.Value}",
            "instance" => $"that are {explanation.Value}",
            var other => $"with {other} {explanation.Value}",
        };
        var chance = explanation.PValue > 0 ? FormattableString.Invariant($" (p = {explanation.PValue:0.#e+0})") : "";
        return $"{explanation.LeakingWith} of {Words.Number(explanation.With, "instance")} {what} leak, "
            + $"{explanation.LeakingWithout} of {explanation.Without} others{chance}.";
    }

    public static string State(IncidentState state) => state switch
    {
        IncidentState.Open => "open",
        IncidentState.Withdrawn => "withdrawn",
        IncidentState.Resolved => "resolved",
        _ => "-",
    };
}
