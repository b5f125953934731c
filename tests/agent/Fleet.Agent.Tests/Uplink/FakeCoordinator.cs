using System.Net;
using System.Threading.Channels;
using Fleet.Contracts.AgentApi;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Tests.Uplink;

/// <summary>A real gRPC server in place of the coordinator. The test plays what it says.</summary>
internal sealed class FakeCoordinator : AgentService.AgentServiceBase, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<AgentStream> _streams = Channel.CreateUnbounded<AgentStream>();
    private WebApplication? _app;
    private IConnectionLifetimeFeature? _uploading;

    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Plays the upload; null: refused as not found.</summary>
    public Func<IAsyncStreamReader<UploadDumpRequest>, IServerStreamWriter<UploadDumpResponse>, Task>? Upload { get; set; }

    /// <summary>When set, every stream is refused so before it is a stream.</summary>
    public Status? Refusal { get; set; }

    public static async Task<FakeCoordinator> StartAsync(int port = 0)
    {
        var coordinator = new FakeCoordinator();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(coordinator);
        coordinator._app = builder.Build();
        coordinator._app.MapGrpcService<FakeCoordinator>();
        await coordinator._app.StartAsync();
        coordinator.Port = new Uri(coordinator._app.Urls.First()).Port;
        return coordinator;
    }

    /// <summary>The next stream that an agent opens; its hello is read already.</summary>
    public Task<AgentStream> NextStreamAsync() => _streams.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public override async Task Connect(IAsyncStreamReader<ConnectRequest> requestStream, IServerStreamWriter<ConnectResponse> responseStream, ServerCallContext context)
    {
        await requestStream.MoveNext();
        if (Refusal is { } refusal)
            throw new RpcException(refusal);
        var stream = new AgentStream(requestStream.Current.Hello, context);
        _streams.Writer.TryWrite(stream);
        await stream.RunAsync(requestStream, responseStream);
    }

    public override Task UploadDump(IAsyncStreamReader<UploadDumpRequest> requestStream, IServerStreamWriter<UploadDumpResponse> responseStream, ServerCallContext context)
    {
        _uploading = context.GetHttpContext().Features.Get<IConnectionLifetimeFeature>();
        return Upload is { } upload
            ? upload(requestStream, responseStream)
            : throw new RpcException(new Status(StatusCode.NotFound, "Nobody asked for that dump."));
    }

    /// <summary>Cuts the connection of the last upload, as the end of a coordinator does: without a word.</summary>
    public void CutUpload() => _uploading!.Abort();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
