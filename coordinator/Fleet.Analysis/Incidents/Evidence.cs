using System.Globalization;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>Puts the numbers behind a verdict into words.</summary>
internal static class Evidence
{
    private const int MostInstances = 3;
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>A line each.</summary>
    public static IReadOnlyList<string> Of(Cluster cluster, IReadOnlyList<AffectedInstance> instances, TimeToLimit? limit)
    {
        var lines = new List<string>();
        var leaders = cluster.Leaders
            .GroupBy(suspect => suspect.Instance)
            .ToDictionary(group => group.Key, group => group.MaxBy(suspect => suspect.BytesPerHour.Estimate)!);
        foreach (var affected in instances.Take(MostInstances))
        {
            if (cluster.Kind.IsCounted())
            {
                lines.Add(CountedEvidence.Of(cluster, affected));
                continue;
            }

            var what = cluster.Kind switch
            {
                LeakKind.Managed => leaders.TryGetValue(affected.Instance, out var leader)
                    ? string.Create(CultureInfo.InvariantCulture, $"{cluster.Type}: {affected.Count:N0} objects, {Bytes(affected.Bytes)}, growing since {leader.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, p = {leader.PValue:0.0e+0}")
                    : $"what grows along with {cluster.Type} grows there",
                LeakKind.Native => $"private bytes grow while the managed heap does not; {Bytes(affected.Bytes)} private",
                _ => $"holes in the managed heap grow while the objects do not; {Bytes(affected.Bytes)} of holes",
            };
            lines.Add($"{affected.Instance.NodeId} pid {affected.Instance.Pid.ToString(CultureInfo.InvariantCulture)}: {Rate(affected.BytesPerHour)}; {what}");
        }

        if (instances.Count > MostInstances)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"and {instances.Count - MostInstances} more instances"));
        lines.AddRange(CountedEvidence.Companions(cluster));
        if (cluster.ExplainedBy is { } table)
            lines.Add(Explain(table, cluster.Program));
        if (cluster.Types.Count > 1)
            lines.Add($"grows along: {string.Join(", ", cluster.Types.Where(type => type != cluster.Type).Take(5))}");
        if (limit is not null)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{limit.Instance.NodeId} pid {limit.Instance.Pid} reaches {Bytes(limit.LimitBytes)} in {limit.Hours.Estimate:0.#} h ({limit.Hours.Low:0.#} to {limit.Hours.High:0.#})"));
        }

        return lines;
    }

    private static string Explain(Explanation table, string? program)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{table.LeakingWith} of {table.With} instances with it leak, {table.LeakingWithout} of {table.LeakingWithout + table.Without} without (p = {table.PValue:0.0e+0})");
        return table.Attribute switch
        {
            Attribution.Instance => string.Create(CultureInfo.InvariantCulture, $"only {program ?? "one process"} on {table.Value} leaks; {table.Without} others do not"),
            Attribution.Unidentifiable when table.Candidates.Count == 0 && program is not null =>
                string.Create(CultureInfo.InvariantCulture, $"{table.LeakingWith} processes of {program} leak; {table.Without} others do not"),
            Attribution.Unidentifiable when table.Candidates.Count == 0 => "the leaking instances have nothing in common that the healthy ones lack",
            Attribution.Unidentifiable => $"fits equally well: {string.Join(", ", table.Candidates)}; {counts}",
            Attribution.Protocol => $"protocol {table.Value}: {counts}",
            Attribution.ProtocolVersion => $"protocol version {table.Value}: {counts}",
            _ => $"{table.Attribute} {table.Value}: {counts}",
        };
    }

    /// <summary>Bytes per hour for a person.</summary>
    internal static string Rate(Interval rate) => $"{Bytes(rate.Estimate)}/h ({Bytes(rate.Low)} to {Bytes(rate.High)})";

    private static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < s_units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {s_units[unit]}");
    }
}
