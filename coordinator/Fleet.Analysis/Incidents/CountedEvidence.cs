using System.Globalization;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>Puts the numbers of what is counted into words.</summary>
internal static class CountedEvidence
{
    /// <summary>What one instance shows.</summary>
    public static string Of(Cluster cluster, AffectedInstance affected)
    {
        // A cause in bytes that was put to it may show in more instances.
        if (cluster.Leaders.FirstOrDefault(suspect => suspect.Instance == affected.Instance) is not { } suspect)
            return $"{affected.Instance.NodeId} pid {affected.Instance.Pid.ToString(CultureInfo.InvariantCulture)}: {Evidence.Rate(affected.BytesPerHour)}; grows as the others do, but no {cluster.Kind.Things()} were found growing here";

        var bytes = affected.BytesPerHour.Estimate > 0 ? $", which take {Evidence.Rate(affected.BytesPerHour)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{affected.Instance.NodeId} pid {affected.Instance.Pid}: {Rate(cluster.Kind, affected.PerHour)}{bytes}; {Counted(suspect)}, growing since {suspect.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, p = {suspect.PValue:0.0e+0}");
    }

    /// <summary>What comes along with a cause of another kind, a line for each kind.</summary>
    public static IEnumerable<string> Companions(Cluster cluster) => cluster.Companions
        .GroupBy(suspect => suspect.Kind)
        .OrderBy(group => group.Key)
        .Select(group =>
        {
            var lead = group.MaxBy(suspect => suspect.PerHour.Estimate)!;
            var instances = group.Select(suspect => suspect.Instance).Distinct().Count();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"with it grow {group.Key.Word()} in {instances} instance{(instances == 1 ? "" : "s")}: {lead.Instance.NodeId} pid {lead.Instance.Pid}: {Rate(lead.Kind, lead.PerHour)}; {Counted(lead)}");
        });

    private static string Rate(LeakKind kind, Interval perHour) =>
        string.Create(CultureInfo.InvariantCulture, $"{perHour.Estimate:#,0.#} {kind.Things()}/h ({perHour.Low:#,0.#} to {perHour.High:#,0.#})");

    private static string Counted(Suspect suspect)
    {
        var culprit = suspect.Culprit is { } one ? string.Create(CultureInfo.InvariantCulture, $", {one.Count:N0} of them {(one.Name.Length > 0 ? one.Name : "without a name")}") : "";
        return suspect.Kind switch
        {
            LeakKind.Assemblies => string.Create(CultureInfo.InvariantCulture, $"{suspect.Count:N0} assemblies are loaded beside another of their name{culprit}"),
            LeakKind.Handles => string.Create(CultureInfo.InvariantCulture, $"{suspect.Count:N0} handles of the collector{culprit}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{suspect.Count:N0} objects wait for their finalizer{culprit}"),
        };
    }
}
