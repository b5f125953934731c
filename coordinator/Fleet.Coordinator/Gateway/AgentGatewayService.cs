using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Telemetry;
using Grpc.Core;

namespace Fleet.Coordinator.Gateway;

/// <summary>What agents call.</summary>
internal sealed partial class AgentGatewayService(
    IGrainFactory grains,
    ISnapshotLog log,
    GatewayOptions options,
    CoordinatorMeter meter,
    DumpReceiver receiver,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers) : AgentService.AgentServiceBase
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger<AgentGatewayService>();

    public override async Task Connect(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses, ServerCallContext context)
    {
        Hello? hello = null;
        try
        {
            hello = await ReadHelloAsync(requests, context.CancellationToken);
            using var session = new AgentSession(hello, AddressOf(context), grains, log, options, meter, lifetime, time, loggers.CreateLogger<AgentSession>());
            await session.RunAsync(requests, responses, context.CancellationToken);
        }
        catch (RpcException e) when (e.StatusCode is not (StatusCode.OK or StatusCode.Cancelled))
        {
            meter.StreamRefused();
            LogClosed(hello?.NodeName ?? "-", context.Peer, e.StatusCode, e.Status.Detail);
            throw;
        }
    }

    public override Task UploadDump(IAsyncStreamReader<UploadDumpRequest> requests, IServerStreamWriter<UploadDumpResponse> responses, ServerCallContext context) =>
        receiver.ReceiveAsync(requests, responses, context.CancellationToken);

    private async Task<Hello> ReadHelloAsync(IAsyncStreamReader<ConnectRequest> requests, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(HelloWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (!await requests.MoveNext(either.Token))
                throw new RpcException(new Status(StatusCode.InvalidArgument, "The stream ended before its hello."));
        }
        catch (Exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"No hello came within {HelloWithin.TotalSeconds:F0} s."));
        }

        var hello = requests.Current.Hello
            ?? throw new RpcException(new Status(StatusCode.InvalidArgument, $"A stream begins with a hello, not with {requests.Current.MessageCase}."));
        return HelloRules.Check(hello) is { } problem ? throw new RpcException(new Status(StatusCode.InvalidArgument, problem)) : hello;
    }

    private static string AddressOf(ServerCallContext context) => context.GetHttpContext().Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "";

    [LoggerMessage(1501, LogLevel.Warning, "The stream of node {Node} from {Peer} is closed, {Status}: {Reason}")]
    private partial void LogClosed(string node, string peer, StatusCode status, string reason);
}
