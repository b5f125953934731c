using Fleet.Agent.Spool;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Uplink;

/// <summary>Keeps a stream to the coordinator, for ever. Says when it is lost and when it is back, not every try between.</summary>
internal sealed partial class CoordinatorUplink(
    CoordinatorChannel channel,
    NodeIdentity node,
    INodeView view,
    SummarySpool spool,
    UplinkOutbox outbox,
    ICommandHandler commands,
    Admission admission,
    IOptions<UplinkOptions> options,
    TimeProvider time,
    ILogger<CoordinatorUplink> logger) : BackgroundService
{
    private string? _lostBecause;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Every failure of a stream may pass: a refused agent is let in when its double is gone.
        var reconnect = Reconnect.Create(options.Value, time, MayPass, (exception, _, _) => Lost(exception));
        try
        {
            while (true)
            {
                var pause = await reconnect.ExecuteAsync(async token => await StreamAsync(token), stoppingToken);
                await Task.Delay(pause * Random.Shared.NextDouble(), time, stoppingToken);
            }
        }
        catch (Exception exception) when (stoppingToken.IsCancellationRequested && (exception is OperationCanceledException || MayPass(exception)))
        {
            // We were asked to end; what is not acked stays in the spool.
        }
    }

    /// <summary>
    /// One stream. Returns within how long to come back when it stood for a while, so that the delays start anew; throws when it did not:
    /// a coordinator that takes us and drops us at once must not be hammered.
    /// </summary>
    private async Task<TimeSpan> StreamAsync(CancellationToken cancellationToken)
    {
        long? welcomed = null;
        using var session = new UplinkSession(node, view, spool, outbox, commands, options.Value, time, logger);
        try
        {
            var within = await session.RunAsync(
                channel.Client,
                () =>
                {
                    welcomed = time.GetTimestamp();
                    Welcomed();
                },
                cancellationToken);
            LogDrained(within.TotalSeconds);
            return within;
        }
        catch (Exception exception) when (MayPass(exception) && !cancellationToken.IsCancellationRequested && Stood(welcomed))
        {
            Lost(exception);
            return options.Value.ReconnectDelay;
        }
    }

    private static bool MayPass(Exception exception) => exception is RpcException or IOException or HttpRequestException or UnauthorizedAccessException;

    private bool Stood(long? welcomed) => welcomed is { } since && time.GetElapsedTime(since) >= options.Value.MaximumReconnectDelay;

    private void Welcomed()
    {
        _lostBecause = null;
        admission.Accept();
        LogConnected(options.Value.Coordinator, spool.Statistics.Records);
    }

    private void Lost(Exception exception)
    {
        var reason = Reconnect.Reason(exception);
        if (reason == _lostBecause)
            return;
        _lostBecause = reason;
        if (exception is RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            admission.Refuse();
            LogDouble(options.Value.Coordinator, reason);
        }
        else if (exception is RpcException { StatusCode: StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.InvalidArgument })
            LogRefused(options.Value.Coordinator, reason);
        else
            LogLost(options.Value.Coordinator, reason);
    }
}
