using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;
using Grpc.Core;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;
using TypeRow = Fleet.Contracts.Heap.TypeRow;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Histograms out of the log, and what grew between two of them.</summary>
internal sealed class HistogramReader(InstanceResolver resolver, ISnapshotLog log)
{
    public async Task<GetTypesResponse> TypesAsync(GetTypesRequest request, CancellationToken cancellationToken)
    {
        var (id, instance) = await FindAsync(request.Instance, cancellationToken);
        var summary = await log.NewestAsync(instance, request.At?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue, cancellationToken)
            ?? throw Nothing(id, request.At);
        var types = summary.Heap.Types;
        var response = new GetTypesResponse
        {
            InstanceId = id,
            TakenAt = summary.TakenAt.ToTimestamp(),
            Heap = summary.Heap.ToTotals(),
            Details = summary.Heap.Details?.ToWire(),
            Memory = summary.Memory.ToWire(),
            TypesTotal = types.Count,
        };
        response.Types_.AddRange(types.OrderByDescending(t => t.Bytes).Take(Top(request.Top, types.Count)).Select(Row));
        return response;
    }

    public async Task<DiffTypesResponse> DiffAsync(DiffTypesRequest request, CancellationToken cancellationToken)
    {
        var (id, instance) = await FindAsync(request.Instance, cancellationToken);
        var from = request.From is { } start
            ? await log.NewestAsync(instance, start.ToDateTimeOffset(), cancellationToken) ?? await log.OldestAsync(instance, start.ToDateTimeOffset(), cancellationToken)
            : await log.OldestAsync(instance, DateTimeOffset.UnixEpoch, cancellationToken);
        var to = await log.NewestAsync(instance, request.To?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue, cancellationToken);
        if (from is null || to is null)
            throw Nothing(id, request.To);
        if (from.TakenAt > to.TakenAt)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The summary at 'from' ({from.TakenAt:u}) is newer than the one at 'to' ({to.TakenAt:u})."));

        var differences = Differences(from.Heap.Types, to.Heap.Types);
        var response = new DiffTypesResponse { InstanceId = id, From = from.TakenAt.ToTimestamp(), To = to.TakenAt.ToTimestamp(), TypesTotal = differences.Count };
        response.Types_.AddRange(differences.OrderByDescending(d => d.BytesTo - d.BytesFrom).Take(Top(request.Top, differences.Count)));
        return response;
    }

    private static List<TypeDifference> Differences(IReadOnlyList<TypeRow> from, IReadOnlyList<TypeRow> to)
    {
        var differences = new Dictionary<TypeKey, TypeDifference>(to.Count);
        TypeDifference Of(TypeRow row) => differences.TryGetValue(row.Key, out var known)
            ? known
            : differences[row.Key] = new TypeDifference { Name = row.Name, Module = row.Module };

        foreach (var row in from)
        {
            var difference = Of(row);
            difference.CountFrom = row.Count;
            difference.BytesFrom = row.Bytes;
        }

        foreach (var row in to)
        {
            var difference = Of(row);
            difference.CountTo = row.Count;
            difference.BytesTo = row.Bytes;
        }

        return [.. differences.Values.Where(d => d.CountFrom != d.CountTo || d.BytesFrom != d.BytesTo)];
    }

    private async Task<(string Id, InstanceIdentity Identity)> FindAsync(string name, CancellationToken cancellationToken)
    {
        var instance = await resolver.InstanceAsync(name, cancellationToken);
        return (instance.Id, instance.Instance.ToIdentity());
    }

    private static int Top(int wished, int all) => wished > 0 ? Math.Min(wished, all) : all;

    private static RpcException Nothing(string id, Timestamp? at) => new(new Status(
        StatusCode.NotFound,
        at is null ? $"No summary of {id} has arrived yet; 'fleet look' takes one now." : $"There is no summary of {id} at or before {at.ToDateTimeOffset():u}."));

    private static Contracts.ConsoleApi.TypeRow Row(TypeRow row) => new()
    {
        Name = row.Name,
        Module = row.Module,
        Count = row.Count,
        Bytes = row.Bytes,
        Gen0 = row.Gen0,
        Gen1 = row.Gen1,
        Gen2 = row.Gen2,
        Loh = row.Loh,
        Poh = row.Poh,
        Frozen = row.Frozen,
    };
}
