using Fleet.Analysis.Trends;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;
using Fleet.DataMiner.Names;
using Grpc.Core;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Series over time out of the log, thinned to what a chart can show, with what the trends say of them.</summary>
internal sealed class TrendReader(InstanceResolver resolver, FleetView fleet, IncidentReader incidents, IGrainFactory grains, ISnapshotLog log, TypeDictionary types)
{
    private const int MostPoints = 200;
    private const int MostSeries = 20;
    private const int MostInstances = 200;
    private const int MostTypes = 20;

    public async Task<GetTrendResponse> ReadAsync(GetTrendRequest request, CancellationToken cancellationToken)
    {
        var span = new Span(request.From?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch, request.To?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue);
        var leads = (request.Type.Length > 0 ? 1 : 0) + (request.Protocol.Length > 0 ? 1 : 0);
        if (leads > 1 || (leads == 0 && request.Instance.Length == 0))
            throw Invalid("Say what the trend is of: a type, a protocol or an instance; only an instance may come along with a type.");
        if (span.From > span.To)
            throw Invalid("'from' is later than 'to'.");

        var response = new GetTrendResponse();
        response.Series.AddRange(
            request.Type.Length > 0 ? await OfTypeAsync(request.Type, request.Instance, span, cancellationToken)
            : request.Protocol.Length > 0 ? await OfProtocolAsync(request.Protocol, request.Instance, span, cancellationToken)
            : [await OfInstanceAsync(await resolver.InstanceAsync(request.Instance, cancellationToken), span, cancellationToken)]);
        await incidents.RelateAsync(response.Series, request.Protocol, cancellationToken);
        return response;
    }

    private async Task<IEnumerable<TrendSeries>> OfTypeAsync(string name, string instance, Span span, CancellationToken cancellationToken)
    {
        var keys = types.Search(name, MostTypes).ToHashSet();
        if (keys.Count == 0)
            throw new RpcException(new Status(StatusCode.NotFound, $"No summary holds a type like '{name}'; 'fleet types INSTANCE' shows names."));

        var candidates = new List<(FleetInstance Instance, TypeKey Type, long Bytes)>();
        foreach (var one in await CandidatesAsync(instance, cancellationToken))
        {
            if (await log.NewestAsync(one.Instance.ToIdentity(), span.To, cancellationToken) is { } newest && newest.TakenAt >= span.From)
                candidates.AddRange(newest.Heap.Types.Where(t => keys.Contains(t.Key)).Select(t => (one, t.Key, t.Bytes)));
        }

        var series = new List<TrendSeries>();
        foreach (var group in candidates.OrderByDescending(c => c.Bytes).Take(MostSeries).GroupBy(c => c.Instance.Id))
            series.AddRange(await ReadTypesAsync(group.First().Instance, [.. group.Select(c => c.Type)], span, cancellationToken));
        return series.OrderByDescending(s => s.Points.LastOrDefault()?.Bytes ?? 0);
    }

    private async Task<List<TrendSeries>> ReadTypesAsync(FleetInstance instance, List<TypeKey> keys, Span span, CancellationToken cancellationToken)
    {
        var identity = instance.Instance.ToIdentity();
        var series = keys.ToDictionary(k => k, k => new TrendSeries { InstanceId = instance.Id, NodeName = instance.NodeName, Type = k.Name, Module = k.Module });
        await foreach (var summary in SampleAsync(identity, span, cancellationToken))
        {
            var rows = summary.Heap.Types.Where(t => series.ContainsKey(t.Key)).ToDictionary(t => t.Key);
            foreach (var (key, one) in series)
                one.Points.Add(Point(summary, rows.TryGetValue(key, out var row) ? row : default));
        }

        foreach (var trend in await grains.GetGrain<IInstanceGrain>(instance.Id).Trends(keys, cancellationToken))
        {
            series[trend.Type].Verdict = Verdicts.Name(trend);
            series[trend.Type].BytesPerHour = trend.Verdict is TrendVerdict.TooShort or TrendVerdict.Warming ? null : trend.BytesPerHour.ToProto();
        }

        return [.. series.Values];
    }

    private async Task<IEnumerable<TrendSeries>> OfProtocolAsync(string protocol, string instance, Span span, CancellationToken cancellationToken)
    {
        var hosting = await resolver.HostingAsync(await CandidatesAsync(instance, cancellationToken), protocol, cancellationToken);
        var series = new List<TrendSeries>();
        foreach (var one in hosting.Take(MostSeries))
        {
            var line = new TrendSeries { InstanceId = one.Id, NodeName = one.NodeName };
            await foreach (var summary in SampleAsync(one.Instance.ToIdentity(), span, cancellationToken))
            {
                var rows = summary.Heap.Types.Where(t => IsOf(t.Module, protocol));
                line.Points.Add(Point(summary, new Contracts.Heap.TypeRow { Count = rows.Sum(r => r.Count), Bytes = rows.Sum(r => r.Bytes) }));
            }

            await JudgeAsync(line, suspect => suspect.Type is { } type && IsOf(type.Module, protocol), cancellationToken);
            series.Add(line);
        }

        return series.OrderByDescending(s => s.Points.LastOrDefault()?.Bytes ?? 0);
    }

    private async Task<TrendSeries> OfInstanceAsync(FleetInstance instance, Span span, CancellationToken cancellationToken)
    {
        var line = new TrendSeries { InstanceId = instance.Id, NodeName = instance.NodeName };
        var entries = await log.EntriesAsync(instance.Instance.ToIdentity(), span.From, span.To, cancellationToken);
        line.Points.AddRange(Downsampling.Pick(entries, MostPoints).Select(e => new TrendPoint
        {
            At = e.TakenAt.ToTimestamp(),
            Count = e.Objects,
            Bytes = e.HeapBytes,
            PrivateBytes = e.PrivateBytes,
        }));
        await JudgeAsync(line, _ => true, cancellationToken);
        return line;
    }

    private async Task<List<FleetInstance>> CandidatesAsync(string instance, CancellationToken cancellationToken) => instance.Length > 0
        ? [await resolver.InstanceAsync(instance, cancellationToken)]
        : [.. (await fleet.InstancesAsync(null, all: true, cancellationToken)).Where(i => i.Looks > 0).OrderByDescending(i => i.Running).ThenByDescending(i => i.LastLookAt).Take(MostInstances)];

    private async IAsyncEnumerable<InstanceSummary> SampleAsync(
        InstanceIdentity instance, Span span, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in Downsampling.Pick(await log.EntriesAsync(instance, span.From, span.To, cancellationToken), MostPoints))
        {
            if (await log.ReadAsync(instance, entry.Id, cancellationToken) is { } summary)
                yield return summary;
        }
    }

    /// <summary>A line that is no single type's is judged by the suspects in it: it grows if one of them does.</summary>
    private async Task JudgeAsync(TrendSeries line, Func<Suspect, bool> counts, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IInstanceGrain>(line.InstanceId);
        var suspects = (await grain.Suspects(cancellationToken)).Where(s => !s.Kind.IsCounted()).Where(counts).ToList();
        if (suspects.Count > 0)
        {
            line.Verdict = Verdicts.Growing;
            line.BytesPerHour = suspects.Select(s => s.BytesPerHour).ToSum();
            return;
        }

        line.Verdict = await grain.Standing(cancellationToken) is { Judged: true } ? Verdicts.Flat : Verdicts.TooShort;
    }

    private static bool IsOf(string module, string protocol) =>
        QActionAssembly.TryParse(module, out var assembly) && string.Equals(assembly.Protocol, protocol, StringComparison.OrdinalIgnoreCase);

    private static TrendPoint Point(InstanceSummary summary, Contracts.Heap.TypeRow row) => new()
    {
        At = summary.TakenAt.ToTimestamp(),
        Count = row.Count,
        Bytes = row.Bytes,
        PrivateBytes = summary.Memory.PrivateBytes,
    };

    private static RpcException Invalid(string reason) => new(new Status(StatusCode.InvalidArgument, reason));

    private readonly record struct Span(DateTimeOffset From, DateTimeOffset To);
}
