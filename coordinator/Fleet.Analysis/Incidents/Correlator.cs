using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Incidents;

/// <summary>Turns what instances suspect by themselves into incidents of the fleet. Pure: same input, same incidents.</summary>
public sealed class Correlator
{
    private readonly AnalysisOptions _options;

    /// <summary>A correlator with these options.</summary>
    public Correlator(AnalysisOptions options) => _options = options;

    /// <summary>
    /// All incidents after this round: the previous ones updated or closed, new ones opened; worst first, closed ones last. An incident
    /// of a process that ended stays open until what took its place has been healthy for as long as detection took.
    /// </summary>
    /// <param name="suspects">Every suspect of every instance that stands.</param>
    /// <param name="census">Every instance, healthy or not.</param>
    /// <param name="previous">What the last round returned.</param>
    /// <param name="now">The data's clock: the newest summary in the fleet.</param>
    public IReadOnlyList<Incident> Correlate(
        IReadOnlyList<Suspect> suspects,
        IReadOnlyList<InstanceStanding> census,
        IReadOnlyList<Incident> previous,
        DateTimeOffset now)
    {
        var fleet = new Census(census, suspects, previous);
        suspects = new Pooling(suspects, fleet, now).Standing();
        var forecast = new Forecast(suspects, fleet);
        var lifecycle = new IncidentLifecycle(fleet, now);
        var clusters = new Clustering(suspects, fleet).Clusters();
        var causes = clusters.Where(InBytes).SelectMany(cluster => cluster.Instances).CountBy(instance => instance).ToDictionary();
        // Causes that bear one name are one incident, which the heaviest speaks for.
        clusters = [.. clusters.OrderByDescending(Weight).GroupBy(cluster => (cluster.Kind, cluster.Program, cluster.Protocol, cluster.Subject)).Select(Merge)];
        var matches = new IncidentMatching(previous, lifecycle).Match(clusters);
        var ids = previous.Select(incident => incident.Id).ToHashSet(StringComparer.Ordinal);
        var standing = new List<Incident>();
        for (var i = 0; i < clusters.Count; i++)
        {
            var incident = Compose(clusters[i], matches[i], matches[i]?.Id ?? IncidentId.Of(clusters[i], ids), forecast, causes, lifecycle, now);
            ids.Add(incident.Id);
            standing.Add(incident);
        }

        var rest = previous.ExceptBy(standing.Select(incident => incident.Id), incident => incident.Id).ToList();
        return IncidentLifecycle.Order([.. lifecycle.Dated(standing, rest), .. rest.Select(incident => lifecycle.Settle(incident, standing))]);
    }

    // The type that an incident was opened with stays its name for as long as it grows, unless a type of the program itself comes to light.
    private static string? NameOf(Cluster cluster, Incident? known)
    {
        if (known?.Type is not { } name || cluster.Protocol != known.Protocol || !cluster.Types.Contains(name))
            return cluster.Type;

        return cluster.TypeIsOfProgram && known.Module is { } module && FrameworkModules.Has(module) ? cluster.Type : name;
    }

    private static bool InBytes(Cluster cluster) => cluster.Suspects.Any(suspect => !suspect.Kind.IsCounted());

    private static Cluster Merge(IEnumerable<Cluster> sameName)
    {
        var all = sameName.ToList();
        return all.Count == 1 ? all[0] : all[0] with
        {
            Suspects = [.. all.SelectMany(cluster => cluster.Suspects)],
            Versions = [.. all.SelectMany(cluster => cluster.Versions).Distinct().Order(StringComparer.Ordinal)],
            Companions = [.. all.SelectMany(cluster => cluster.Companions)],
        };
    }

    private static double Weight(Cluster cluster) => cluster.Suspects.Sum(suspect => suspect.BytesPerHour.Estimate);

    private Incident Compose(
        Cluster cluster, Incident? known, string id, Forecast forecast, Dictionary<InstanceIdentity, int> causes, IncidentLifecycle lifecycle, DateTimeOffset now)
    {
        var type = NameOf(cluster, known);
        cluster = cluster with { Type = type };
        var instances = Affected(cluster, forecast, causes);
        var limit = InBytes(cluster) ? forecast.First(cluster.Instances) : null;
        var goesOn = known is not null && lifecycle.IsStillThat(known, cluster);
        return new Incident
        {
            Id = id,
            State = IncidentState.Open,
            Kind = cluster.Kind,
            Type = type,
            Module = cluster.Leaders.MaxBy(suspect => suspect.BytesPerHour.Estimate)?.Type?.Module,
            Program = cluster.Program,
            Protocol = cluster.Protocol,
            ProtocolVersions = cluster.Versions,
            QAction = cluster.QAction,
            RelatedTypes = [.. cluster.Types.Where(other => other != type)],
            Instances = instances,
            BytesPerHour = Forecast.SumOfIndependent([.. instances.Select(affected => affected.BytesPerHour)]),
            PerHour = Forecast.SumOfIndependent([.. instances.Select(affected => affected.PerHour)]),
            Culprit = CountedCauses.CulpritOf(cluster),
            TimeToLimit = limit,
            ExplainedBy = cluster.ExplainedBy,
            DetectedAt = goesOn ? known!.DetectedAt : now,
            WatchedBefore = goesOn ? known!.WatchedBefore : lifecycle.Watched(cluster),
            UpdatedAt = now,
            Confidence = Confidence(cluster),
            Evidence = Evidence.Of(cluster, instances, limit),
        };
    }

    private static IReadOnlyList<AffectedInstance> Affected(Cluster cluster, Forecast forecast, Dictionary<InstanceIdentity, int> causes) =>
        [.. cluster.Suspects
            .GroupBy(suspect => suspect.Instance)
            .Select(group =>
            {
                var leaders = group.Where(suspect => suspect.Kind == cluster.Kind && suspect.Type?.Name == cluster.Type).ToList();
                return new AffectedInstance(
                    group.Key,
                    forecast.RateOf(group.Key, Forecast.Sum(group.Select(suspect => suspect.BytesPerHour)), alone: causes.GetValueOrDefault(group.Key) == 1),
                    leaders.Sum(suspect => suspect.Count),
                    leaders.Sum(suspect => suspect.Bytes))
                {
                    PerHour = CountedCauses.PerHour(cluster, group),
                };
            })
            .OrderByDescending(affected => affected.BytesPerHour.Estimate)
            .ThenByDescending(affected => affected.PerHour.Estimate)
            .ThenBy(affected => affected.Instance.ToString(), StringComparer.Ordinal)];

    // Several instances that agree, an owner by name, and significance far beyond what was asked for each make it surer.
    private double Confidence(Cluster cluster)
    {
        var instances = cluster.Instances.Count;
        var doubt = 0.3 / instances;
        if (cluster.QAction is null)
            doubt += cluster.Protocol is null ? 0.3 : 0.1;
        if (cluster.Suspects.Min(suspect => suspect.PValue) > _options.FalseSuspectRate / 1000)
            doubt += 0.1;
        return Math.Clamp(1 - doubt, 0.3, 0.99);
    }
}
