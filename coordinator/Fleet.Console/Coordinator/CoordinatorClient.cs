using Fleet.Console.Configuration;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Grpc.Core;
using Grpc.Net.Client;
using Spectre.Console;

namespace Fleet.Console.Coordinator;

/// <summary>The coordinator's console service, with a deadline on every question and something to see while it takes long.</summary>
internal sealed class CoordinatorClient : IDisposable
{
    // A histogram of some hundred thousand types still fits; a question with --top is smaller.
    private const int LargestAnswerBytes = 128 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly ConsoleSettings _settings;
    private readonly IAnsiConsole _screen;
    private readonly TimeProvider _clock;
    private readonly GrpcChannel _channel;

    public CoordinatorClient(ConsoleSettings settings, IAnsiConsole screen, TimeProvider clock)
    {
        _settings = settings;
        _screen = screen;
        _clock = clock;
        _channel = GrpcChannel.ForAddress(settings.Coordinator, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = LargestAnswerBytes,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = ConnectTimeout,

                // Proxies don't carry HTTP/2 without TLS.
                UseProxy = settings.Coordinator.Scheme is "https",
            },
            DisposeHttpClient = true,
        });
        Service = new FleetService.FleetServiceClient(_channel);
    }

    public FleetService.FleetServiceClient Service { get; }

    /// <summary>Asks one question.</summary>
    /// <exception cref="RpcException">The coordinator is not there, or says no.</exception>
    public async Task<T> AskAsync<T>(
        Func<FleetService.FleetServiceClient, CallOptions, AsyncUnaryCall<T>> question, CancellationToken cancellationToken)
    {
        using var call = question(Service, Options(cancellationToken));
        return await _screen.WatchAsync($"Waiting for {_settings.Coordinator.Authority}", call.ResponseAsync, _clock);
    }

    /// <summary>Asks one question while something else on the screen already shows that we wait.</summary>
    /// <exception cref="RpcException">The coordinator is not there, or says no.</exception>
    public async Task<T> AskQuietlyAsync<T>(
        Func<FleetService.FleetServiceClient, CallOptions, AsyncUnaryCall<T>> question, CancellationToken cancellationToken)
    {
        using var call = question(Service, Options(cancellationToken));
        return await call.ResponseAsync;
    }

    public void Dispose() => _channel.Dispose();

    private CallOptions Options(CancellationToken cancellationToken) =>
        new(deadline: _clock.GetUtcNow().UtcDateTime + _settings.RequestTimeout, cancellationToken: cancellationToken);
}
