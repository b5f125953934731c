using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Leaks;
using Fleet.Coordinator.Leaks.Explanations;
using Fleet.Coordinator.Wire;
using Grpc.Core;
using Open = Fleet.Analysis.Incidents.IncidentState;
using Record = Fleet.Analysis.Incidents.Incident;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Incidents for the console, and what of them a series of a trend is a part of.</summary>
internal sealed class IncidentReader(FleetView fleet, IGrainFactory grains, ExplainOptions explain)
{
    public async Task<List<Incident>> ListAsync(ListIncidentsRequest request, CancellationToken cancellationToken)
    {
        var since = request.Since?.ToDateTimeOffset() ?? DateTimeOffset.MinValue;
        var wanted = (await AllAsync(cancellationToken)).Where(i => (request.All || i.State == Open.Open) && i.DetectedAt >= since);
        return await DescribeAsync(wanted, cancellationToken);
    }

    /// <summary>One incident, by its id or the beginning of it.</summary>
    public async Task<Incident> GetAsync(string id, CancellationToken cancellationToken)
    {
        var found = (await AllAsync(cancellationToken)).Where(i => id.Length > 0 && i.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)).ToList();
        var exact = found.Find(i => i.Id == id) ?? (found.Count == 1 ? found[0] : null);
        if (exact is null)
        {
            throw new RpcException(found.Count == 0
                ? new Status(StatusCode.NotFound, $"There is no incident '{id}'; 'fleet leaks --all' lists them.")
                : new Status(StatusCode.InvalidArgument, $"'{id}' may mean {string.Join(", ", found.Select(i => i.Id))}; write more of the id."));
        }

        var incident = (await DescribeAsync([exact], cancellationToken))[0];
        await Task.WhenAll(incident.Instances.Select(async i => i.TypeBytesPerHour = await OwnRateAsync(i.InstanceId, incident.Type, cancellationToken)));
        return incident;
    }

    /// <summary>Notes on every series which open incidents it is a part of. A line that is no single type's is a part of all that its instance shows.</summary>
    /// <param name="series">Of one request.</param>
    /// <param name="protocol">What lines without a type are the types of; empty: the whole process.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RelateAsync(IEnumerable<TrendSeries> series, string protocol, CancellationToken cancellationToken)
    {
        // A line is drawn in bytes: what is only counted is no part of it.
        var open = (await AllAsync(cancellationToken)).Where(i => i.State == Open.Open && i.BytesPerHour.Estimate > 0).ToList();
        foreach (var one in series)
        {
            foreach (var incident in open.Where(i => Concerns(i, one, protocol)))
            {
                if (incident.Instances.FirstOrDefault(i => i.Instance.ToString() == one.InstanceId) is { } affected)
                    one.Incidents.Add(new SeriesIncident { Id = incident.Id, BytesPerHour = affected.BytesPerHour.ToProto(), Types_ = 1 + incident.RelatedTypes.Count });
            }
        }
    }

    private static bool Concerns(Record incident, TrendSeries series, string protocol) =>
        series.Type.Length > 0 ? incident.Type == series.Type || incident.RelatedTypes.Contains(series.Type)
        : protocol.Length == 0 || string.Equals(incident.Protocol, protocol, StringComparison.OrdinalIgnoreCase);

    private async Task<Estimate?> OwnRateAsync(string instance, string type, CancellationToken cancellationToken)
    {
        if (type.Length == 0)
            return null;

        var own = (await grains.GetGrain<IInstanceGrain>(instance).Suspects(cancellationToken)).Where(s => s.Type?.Name == type).ToList();
        return own.Count == 0 ? null : own.Select(s => s.BytesPerHour).ToSum();
    }

    private Task<List<Record>> AllAsync(CancellationToken cancellationToken) => grains.GetGrain<IIncidentsGrain>(0).List(cancellationToken);

    private Incident Explained(Record incident, List<HolderAsk> asks, Dictionary<string, string> names, Dictionary<string, FleetInstance> instances)
    {
        var message = incident.ToMessage([.. ExplanationText.Holders(incident, asks)], names, instances);
        var reachable = !explain.Enabled || incident.Instances.Any(i => instances.TryGetValue(i.Instance.ToString(), out var known) && AffectedInstances.IsReachable(known));
        if (ExplanationText.Note(incident, asks, names, reachable) is { } note)
            message.Evidence.Add(note);
        if (ExplanationText.LeftOut(incident, asks) is { } leftOut)
            message.Evidence.Add(leftOut);
        return message;
    }

    private async Task<List<Incident>> DescribeAsync(IEnumerable<Record> incidents, CancellationToken cancellationToken)
    {
        var names = await fleet.NamesAsync(cancellationToken);
        var instances = (await fleet.InstancesAsync(null, all: true, cancellationToken)).ToDictionary(i => i.Id);
        var asks = await grains.GetGrain<IExplanationsGrain>(0).List(cancellationToken);
        return [.. incidents.Select(i => Explained(i, asks, names, instances))];
    }
}
