using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Google.Protobuf;
using Grpc.Core;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>What consoles and scripts call.</summary>
internal sealed class FleetApi(
    FleetView fleet,
    InstanceResolver resolver,
    CommandDesk desk,
    TrendReader trends,
    HistogramReader histograms,
    IncidentReader incidents,
    DumpStore store,
    IFleetDirectory directory,
    IGrainFactory grains) : FleetService.FleetServiceBase
{
    private const string GoneFromStore =
        "It was removed from the coordinator's store, and not by the coordinator. Ask for another dump with 'fleet dump INSTANCE --upload'.";

    private const int ChunkBytes = 64 * 1024;
    private const int LookExpirySeconds = 10 * 60;
    private const int DumpExpirySeconds = 60 * 60;

    public override async Task<ListNodesResponse> ListNodes(ListNodesRequest request, ServerCallContext context)
    {
        var response = new ListNodesResponse();
        response.Nodes.AddRange(await fleet.NodesAsync(context.CancellationToken));
        return response;
    }

    public override async Task<ForgetNodeResponse> ForgetNode(ForgetNodeRequest request, ServerCallContext context)
    {
        var node = grains.GetGrain<INodeGrain>(await resolver.NodeAsync(request.Node, context.CancellationToken));
        var known = await node.Describe(context.CancellationToken);
        return await node.Forget(context.CancellationToken)
            ? new ForgetNodeResponse { Node = known }
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, $"Node {known.Name} ({known.Id}) is connected; stop its agent first, it would be back at once."));
    }

    public override async Task<ListInstancesResponse> ListInstances(ListInstancesRequest request, ServerCallContext context)
    {
        var node = request.Node.Length > 0 ? await resolver.NodeAsync(request.Node, context.CancellationToken) : null;
        var instances = await fleet.InstancesAsync(node, request.All, context.CancellationToken);
        if (request.Protocol.Length > 0)
            instances = await resolver.HostingAsync(instances, request.Protocol, context.CancellationToken);
        var response = new ListInstancesResponse();
        response.Instances.AddRange(instances);
        return response;
    }

    public override async Task<ListIncidentsResponse> ListIncidents(ListIncidentsRequest request, ServerCallContext context)
    {
        var response = new ListIncidentsResponse();
        response.Incidents.AddRange(await incidents.ListAsync(request, context.CancellationToken));
        return response;
    }

    public override async Task<GetIncidentResponse> GetIncident(GetIncidentRequest request, ServerCallContext context) =>
        new() { Incident = await incidents.GetAsync(request.IncidentId, context.CancellationToken) };

    public override Task<GetTrendResponse> GetTrend(GetTrendRequest request, ServerCallContext context) => trends.ReadAsync(request, context.CancellationToken);

    public override Task<GetTypesResponse> GetTypes(GetTypesRequest request, ServerCallContext context) => histograms.TypesAsync(request, context.CancellationToken);

    public override Task<DiffTypesResponse> DiffTypes(DiffTypesRequest request, ServerCallContext context) => histograms.DiffAsync(request, context.CancellationToken);

    public override async Task<RequestLookResponse> RequestLook(RequestLookRequest request, ServerCallContext context)
    {
        var wish = new CommandWish("look", request.Selector, request.RequestedBy, Expiry(request.ExpiresInSeconds, LookExpirySeconds), request.RequestId, command =>
        {
            command.Look = new LookAction();
            return command;
        });
        var response = new RequestLookResponse();
        response.Commands.AddRange(await desk.AskAsync(wish, context.CancellationToken));
        return response;
    }

    public override async Task<RequestDumpResponse> RequestDump(RequestDumpRequest request, ServerCallContext context)
    {
        var kind = request.Kind == DumpKind.Unspecified ? DumpKind.Heap : request.Kind;
        var wish = new CommandWish("dump", request.Selector, request.RequestedBy, Expiry(request.ExpiresInSeconds, DumpExpirySeconds), request.RequestId, command =>
        {
            command.Dump = new DumpAction { Kind = kind, Upload = request.Upload };
            return command;
        });
        var response = new RequestDumpResponse();
        response.Commands.AddRange(await desk.AskAsync(wish, context.CancellationToken));
        return response;
    }

    public override Task<ListCommandsResponse> ListCommands(ListCommandsRequest request, ServerCallContext context) => desk.ListAsync(request, context.CancellationToken);

    public override async Task<GetCommandResponse> GetCommand(GetCommandRequest request, ServerCallContext context) =>
        new() { Command = await desk.StatusAsync(request.CommandId, context.CancellationToken) };

    public override async Task<ListDumpsResponse> ListDumps(ListDumpsRequest request, ServerCallContext context)
    {
        var entries = await directory.ListAsync(DirectoryKind.Dump, context.CancellationToken);
        var dumps = await Task.WhenAll(entries.Select(e => grains.GetGrain<IDumpGrain>(e.Id).Describe(context.CancellationToken)));
        var response = new ListDumpsResponse();
        response.Dumps.AddRange(dumps.OfType<Dump>().OrderByDescending(d => d.RequestedAt));
        return response;
    }

    public override async Task<GetDumpResponse> GetDump(GetDumpRequest request, ServerCallContext context) =>
        new() { Dump = await FindDumpAsync(request.DumpId, context.CancellationToken) };

    public override async Task DownloadDump(DownloadDumpRequest request, IServerStreamWriter<DownloadDumpResponse> responseStream, ServerCallContext context)
    {
        var dump = await FindDumpAsync(request.DumpId, context.CancellationToken);
        var path = store.FileOf(dump.Id);
        if (dump.State != DumpState.Stored)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"The file of dump {dump.Id} is not in the store; its state is {dump.State}. {dump.Detail}".TrimEnd()));
        if (!File.Exists(path))
        {
            await grains.GetGrain<IDumpGrain>(dump.Id).Expire(DumpState.Stored, GoneFromStore, context.CancellationToken);
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"There is no file of dump {dump.Id} any more. {GoneFromStore}"));
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, ChunkBytes, useAsync: true);
        if (request.Offset < 0 || request.Offset > file.Length)
            throw new RpcException(new Status(StatusCode.OutOfRange, $"Dump {dump.Id} has {file.Length} bytes; {request.Offset} is no offset in it."));

        file.Position = request.Offset;
        var first = true;
        var buffer = new byte[ChunkBytes];
        int read;
        while ((read = await file.ReadAsync(buffer, context.CancellationToken)) > 0 || first)
        {
            await responseStream.WriteAsync(
                new DownloadDumpResponse
                {
                    Offset = file.Position - read,
                    Content = ByteString.CopyFrom(buffer, 0, read),
                    SizeBytes = first ? file.Length : 0,
                    Sha256 = first ? dump.Sha256 : "",
                },
                context.CancellationToken);
            first = false;
        }
    }

    private static int Expiry(int wished, int standard) => wished == 0 ? standard : wished;

    private async Task<Dump> FindDumpAsync(string id, CancellationToken cancellationToken) =>
        (DumpStore.IsId(id) ? await grains.GetGrain<IDumpGrain>(id).Describe(cancellationToken) : null)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no dump '{id}'; 'fleet dumps' lists them."));
}
