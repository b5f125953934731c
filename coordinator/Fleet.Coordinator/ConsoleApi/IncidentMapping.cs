using Fleet.Analysis.Advice;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Leaks.Explanations;
using Fleet.Coordinator.Wire;
using Message = Fleet.Contracts.ConsoleApi.Incident;
using Record = Fleet.Analysis.Incidents.Incident;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>The analysis' incidents as the console gets them, with the names of nodes and processes that the analysis does not need.</summary>
internal static class IncidentMapping
{
    public static Message ToMessage(
        this Record incident, IReadOnlyList<ToldHolder> holders, IReadOnlyDictionary<string, string> nodeNames, IReadOnlyDictionary<string, FleetInstance> instances)
    {
        var message = new Message
        {
            Id = incident.Id,
            State = (Contracts.ConsoleApi.IncidentState)((int)incident.State + 1),
            Kind = incident.Kind.Word(),
            Type = incident.Type ?? "",
            Module = incident.Module ?? "",
            Protocol = incident.Protocol ?? "",
            Qaction = incident.QAction ?? "",
            BytesPerHour = incident.BytesPerHour.ToProto(),
            CountPerHour = incident.Kind.IsCounted() ? incident.PerHour.ToProto() : null,
            Culprit = incident.Culprit ?? "",
            DetectedAt = incident.DetectedAt.ToTimestamp(),
            UpdatedAt = incident.UpdatedAt.ToTimestamp(),
            ClosedAt = incident.ClosedAt?.ToTimestamp(),
            ClosedReason = incident.ClosedReason ?? "",
            Confidence = incident.Confidence,
        };
        message.ProtocolVersions.AddRange(incident.ProtocolVersions);
        message.RelatedTypes.AddRange(incident.RelatedTypes);
        message.Evidence.AddRange(incident.Evidence);
        message.Holders.AddRange(holders.Select(h => h.Text));
        message.HolderSources.AddRange(holders.Select(h => ToMessage(h.Ask, nodeNames)));
        message.Advice.AddRange(IncidentAdvice.For(incident, incident.Facts(nodeNames, instances) with { Holders = message.Holders }));
        message.Instances.AddRange(incident.Instances.Select(i => ToMessage(i, incident.Kind, nodeNames, instances)));
        if (incident.TimeToLimit is { } limit)
            message.TimeToLimit = new() { InstanceId = limit.Instance.ToString(), Hours = limit.Hours.ToProto(), LimitBytes = limit.LimitBytes };
        if (incident.ExplainedBy is { } explanation)
            message.ExplainedBy = ToMessage(explanation);
        return message;
    }

    private static IncidentInstance ToMessage(
        AffectedInstance affected, LeakKind kind, IReadOnlyDictionary<string, string> nodeNames, IReadOnlyDictionary<string, FleetInstance> instances)
    {
        var id = affected.Instance.ToString();
        return new IncidentInstance
        {
            InstanceId = id,
            NodeName = nodeNames.GetValueOrDefault(affected.Instance.NodeId, affected.Instance.NodeId),
            Instance = instances.TryGetValue(id, out var known) ? known.Instance : affected.Instance.ToWire("", 64),
            BytesPerHour = affected.BytesPerHour.ToProto(),
            CountPerHour = kind.IsCounted() ? affected.PerHour.ToProto() : null,
            Count = affected.Count,
            Bytes = affected.Bytes,
            Ended = instances.HasEnded(id),
        };
    }

    private static HolderSource ToMessage(HolderAsk ask, IReadOnlyDictionary<string, string> nodeNames) => new()
    {
        InstanceId = ask.Instance.ToString(),
        NodeName = nodeNames.GetValueOrDefault(ask.Instance.NodeId, ask.Instance.NodeId),
        // Of answers that were kept before this was.
        TakenAt = (ask.TakenAt ?? ask.AskedAt).ToTimestamp(),
    };

    private static Contracts.ConsoleApi.Explanation ToMessage(Analysis.Incidents.Explanation explanation)
    {
        var message = new Contracts.ConsoleApi.Explanation
        {
            Attribute = explanation.Attribute,
            Value = explanation.Value,
            LeakingWith = explanation.LeakingWith,
            With = explanation.With,
            LeakingWithout = explanation.LeakingWithout,
            Without = explanation.Without,
            PValue = explanation.PValue,
        };
        message.Candidates.AddRange(explanation.Candidates);
        return message;
    }
}
