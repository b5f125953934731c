using Fleet.Contracts.AgentApi;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Uplink;

/// <summary>The connection that the stream and the uploads share.</summary>
internal sealed class CoordinatorChannel : IDisposable
{
    private readonly GrpcChannel _channel;

    public CoordinatorChannel(IOptions<UplinkOptions> options)
    {
        var uplink = options.Value;
        _channel = GrpcChannel.ForAddress(uplink.Coordinator, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = uplink.Patience,
                // A half-open connection looks alive until somebody asks.
                KeepAlivePingDelay = uplink.Patience,
                KeepAlivePingTimeout = uplink.Patience,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                EnableMultipleHttp2Connections = true,
            },
            DisposeHttpClient = true,
            // Reconnecting is the stream's own business; a channel that backs off by itself would only hide its pace.
            MaxReconnectBackoff = uplink.MaximumReconnectDelay,
        });
        Client = new AgentService.AgentServiceClient(_channel);
    }

    /// <summary>Makes calls.</summary>
    public AgentService.AgentServiceClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
