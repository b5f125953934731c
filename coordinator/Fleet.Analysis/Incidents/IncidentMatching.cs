using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// Finds the incident that a cause already has. What an incident is about by now says more than its id, which tells what it was about when
/// it was opened: strings, say, before their owner came to light.
/// </summary>
internal sealed class IncidentMatching(IReadOnlyList<Incident> previous, IncidentLifecycle lifecycle)
{
    // From the surest sign that an incident and a cause are the same to the weakest.
    private enum Sign
    {
        /// <summary>It stands in the same processes, or in those before them, and is about this.</summary>
        Name,

        /// <summary>It was closed a while ago, and was about this.</summary>
        NameOfClosed,

        /// <summary>It stands, and its type grows along with another by now.</summary>
        LeadPassed,

        /// <summary>The same, and whose it is was not known.</summary>
        ProtocolCameToLight,

        /// <summary>It stands in the processes before them, and an update gave its type another name.</summary>
        Renamed,

        /// <summary>It stands elsewhere, and is about the same of the same protocol.</summary>
        NameElsewhere,

        /// <summary>It stands in the same processes, and was about this when it was opened.</summary>
        Id,

        /// <summary>It was closed long ago, was about this, and is back.</summary>
        NameOfClosedLongAgo,

        /// <summary>It was closed a while ago, and its type grows along with another by now.</summary>
        LeadPassedOfClosed,
    }

    /// <summary>The incident of the last round for each of the causes, in their order; null for a cause that is new. None is given twice.</summary>
    /// <param name="clusters">The causes, the heaviest first.</param>
    public IReadOnlyList<Incident?> Match(IReadOnlyList<Cluster> clusters)
    {
        var pairs = new List<(Sign Sign, int Cluster, Incident Incident)>();
        for (var i = 0; i < clusters.Count; i++)
        {
            var signs = new Signs(clusters[i], lifecycle);
            foreach (var incident in previous)
            {
                if (signs.Of(incident) is { } sign)
                    pairs.Add((sign, i, incident));
            }
        }

        var matches = new Incident?[clusters.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var bySign = pairs
            .OrderBy(pair => pair.Sign)
            .ThenBy(pair => pair.Cluster)
            .ThenBy(pair => pair.Incident.DetectedAt)
            .ThenBy(pair => pair.Incident.Id, StringComparer.Ordinal);
        foreach (var (_, cluster, incident) in bySign)
        {
            if (matches[cluster] is null && taken.Add(incident.Id))
                matches[cluster] = incident;
        }

        return matches;
    }

    private sealed class Signs(Cluster cluster, IncidentLifecycle lifecycle)
    {
        private readonly string _id = IncidentId.Of(cluster);
        private readonly string? _subject = cluster.Subject;
        private readonly HashSet<string> _types = cluster.Types.ToHashSet(StringComparer.Ordinal);
        private readonly IReadOnlySet<InstanceIdentity> _instances = cluster.Instances;

        public Sign? Of(Incident incident)
        {
            // That a process hosts protocols may come to light later.
            if (incident.Kind != cluster.Kind || (cluster.Program is not null && incident.Program != cluster.Program))
                return null;

            var bearsId = incident.Id == _id;
            var bearsName = incident.Protocol == cluster.Protocol && incident.Subject == _subject;
            if (incident.State == IncidentState.Open)
            {
                return bearsName && IsHere(incident) ? Sign.Name
                    : IsLedByAnother(incident) ? incident.Protocol == cluster.Protocol ? Sign.LeadPassed : Sign.ProtocolCameToLight
                    : IsRenamed(incident) ? Sign.Renamed
                    : bearsName && cluster.Protocol is not null ? Sign.NameElsewhere
                    : bearsId && SharesProcess(incident) ? Sign.Id
                    : null;
            }

            // What is nobody's, strings say, has another cause in every process.
            if (bearsName && (cluster.Protocol is not null || IsHere(incident)))
                return incident.FoldedInto is null && lifecycle.IsStillThat(incident, cluster) ? Sign.NameOfClosed : Sign.NameOfClosedLongAgo;

            return incident.Type is not null && IsLedByAnother(incident) && lifecycle.IsStillThat(incident, cluster) ? Sign.LeadPassedOfClosed : null;
        }

        // The lead may have passed to another type, or the protocol may have come to light since.
        private bool IsLedByAnother(Incident incident) =>
            (incident.Protocol == cluster.Protocol || incident.Protocol is null)
            && (incident.Type is null || _types.Contains(incident.Type))
            && SharesProcess(incident);

        // By an update, after which the same QAction of the same target goes on.
        private bool IsRenamed(Incident incident) =>
            cluster.QAction is not null
            && (incident.Protocol, incident.QAction) == (cluster.Protocol, cluster.QAction)
            && lifecycle.IsUpdated(incident, cluster)
            && IsHere(incident);

        private bool IsHere(Incident incident) => SharesProcess(incident) || lifecycle.IsSucceeded(incident, cluster);

        private bool SharesProcess(Incident incident) => incident.Instances.Any(affected => _instances.Contains(affected.Instance));
    }
}
