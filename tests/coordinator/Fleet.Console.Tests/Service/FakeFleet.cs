using System.Collections.Concurrent;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf;
using Grpc.Core;

namespace Fleet.Console.Tests.Service;

/// <summary>A coordinator that says what the test wants, over real HTTP/2. What was not set up is not found.</summary>
internal sealed class FakeFleet : FleetService.FleetServiceBase
{
    private readonly ConcurrentDictionary<Type, Func<IMessage, IMessage>> _answers = new();

    /// <summary>Every request, in the order of arrival.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>Streams a dump; null: not found.</summary>
    public Func<DownloadDumpRequest, IServerStreamWriter<DownloadDumpResponse>, ServerCallContext, Task>? Download { get; set; }

    public FakeFleet Answer<TRequest>(IMessage response)
        where TRequest : IMessage => Answer<TRequest>(_ => response);

    public FakeFleet Answer<TRequest>(Func<TRequest, IMessage> answer)
        where TRequest : IMessage
    {
        _answers[typeof(TRequest)] = request => answer((TRequest)request);
        return this;
    }

    public T Single<T>()
        where T : IMessage => Assert.Single(Requests.OfType<T>());

    public override Task<ListNodesResponse> ListNodes(ListNodesRequest request, ServerCallContext context) => Reply<ListNodesResponse>(request);

    public override Task<ForgetNodeResponse> ForgetNode(ForgetNodeRequest request, ServerCallContext context) => Reply<ForgetNodeResponse>(request);

    public override Task<ListInstancesResponse> ListInstances(ListInstancesRequest request, ServerCallContext context) => Reply<ListInstancesResponse>(request);

    public override Task<ListIncidentsResponse> ListIncidents(ListIncidentsRequest request, ServerCallContext context) => Reply<ListIncidentsResponse>(request);

    public override Task<GetIncidentResponse> GetIncident(GetIncidentRequest request, ServerCallContext context) => Reply<GetIncidentResponse>(request);

    public override Task<GetTrendResponse> GetTrend(GetTrendRequest request, ServerCallContext context) => Reply<GetTrendResponse>(request);

    public override Task<GetTypesResponse> GetTypes(GetTypesRequest request, ServerCallContext context) => Reply<GetTypesResponse>(request);

    public override Task<DiffTypesResponse> DiffTypes(DiffTypesRequest request, ServerCallContext context) => Reply<DiffTypesResponse>(request);

    public override Task<RequestLookResponse> RequestLook(RequestLookRequest request, ServerCallContext context) => Reply<RequestLookResponse>(request);

    public override Task<RequestDumpResponse> RequestDump(RequestDumpRequest request, ServerCallContext context) => Reply<RequestDumpResponse>(request);

    public override Task<ListCommandsResponse> ListCommands(ListCommandsRequest request, ServerCallContext context) => Reply<ListCommandsResponse>(request);

    public override Task<GetCommandResponse> GetCommand(GetCommandRequest request, ServerCallContext context) => Reply<GetCommandResponse>(request);

    public override Task<ListDumpsResponse> ListDumps(ListDumpsRequest request, ServerCallContext context) => Reply<ListDumpsResponse>(request);

    public override Task<GetDumpResponse> GetDump(GetDumpRequest request, ServerCallContext context) => Reply<GetDumpResponse>(request);

    public override Task DownloadDump(DownloadDumpRequest request, IServerStreamWriter<DownloadDumpResponse> responseStream, ServerCallContext context)
    {
        Requests.Enqueue(request);
        return Download?.Invoke(request, responseStream, context) ?? throw NotFound("dump");
    }

    private static RpcException NotFound(string what) => new(new Status(StatusCode.NotFound, $"There is no such {what}."));

    private Task<T> Reply<T>(IMessage request)
        where T : IMessage
    {
        Requests.Enqueue(request);
        return _answers.TryGetValue(request.GetType(), out var answer) ? Task.FromResult((T)answer(request)) : throw NotFound("answer");
    }
}
