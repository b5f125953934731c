using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>Causes of growth that is counted, and how fast it is.</summary>
internal static class CountedCauses
{
    /// <summary>A cause whose protocol is known by name; of several QActions, the one to blame is that of which there are most.</summary>
    public static Cluster Owned(LeakKind kind, IReadOnlyList<Suspect> suspects, OwnerFinder owners, Attribution attribution)
    {
        var lead = owners.Find(suspects.OrderByDescending(suspect => suspect.Culprit?.Count ?? 0).ThenBy(suspect => suspect.OwnerModule, StringComparer.Ordinal).First())!;
        IReadOnlyList<string> versions = [.. suspects.Select(suspect => owners.Find(suspect)!.Version).Distinct().Order(StringComparer.Ordinal)];
        return new Cluster
        {
            Kind = kind,
            Suspects = suspects,
            Type = null,
            Protocol = lead.Protocol,
            Versions = versions,
            QAction = lead.QActionId,
            ExplainedBy = attribution.Explain(suspects, lead.Protocol, versions),
        };
    }

    /// <summary>How many more there are every hour of what a cluster counts; 0 for one of bytes.</summary>
    public static Interval PerHour(Cluster cluster, IEnumerable<Suspect> suspects) =>
        Forecast.Sum(suspects.Where(suspect => suspect.Kind == cluster.Kind).Select(suspect => suspect.PerHour));

    /// <summary>What parts a cause from others of its kind and protocol: the type, or what is counted of nobody's; null where nothing does.</summary>
    public static string? SubjectOf(LeakKind kind, string? qaction, string? type, string? culprit) =>
        qaction is null && kind is (LeakKind.Assemblies or LeakKind.Handles) ? culprit : type;

    /// <summary>The name that most of it bears; null for a cluster of bytes, and where none stands out.</summary>
    public static string? CulpritOf(Cluster cluster) => cluster.Leaders
        .Where(suspect => suspect.Culprit is not null)
        .GroupBy(suspect => suspect.Culprit!.Name)
        .OrderByDescending(group => group.Sum(suspect => suspect.Culprit!.Count))
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;
}
