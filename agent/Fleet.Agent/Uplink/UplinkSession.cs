using Fleet.Agent.Spool;
using Fleet.Contracts.AgentApi;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Uplink;

/// <summary>One stream, from its hello to its end.</summary>
internal sealed partial class UplinkSession(
    NodeIdentity node,
    INodeView view,
    SummarySpool spool,
    UplinkOutbox outbox,
    ICommandHandler commands,
    UplinkOptions options,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    // How long acks may still come in after we stopped sending.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // How soon a process that came or went is known to the coordinator.
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = logger;
    private readonly StreamSender _sender = new(node, view, spool, outbox, time, logger);
    private readonly AckWindow _window = new(options.Window);
    private readonly TaskCompletionSource<TimeSpan> _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Serves the stream until the coordinator drains it, and returns within how long to come back.</summary>
    /// <param name="client">Opens the stream.</param>
    /// <param name="onWelcome">Told when the coordinator took us.</param>
    /// <param name="stopping">Ends the stream in good order.</param>
    /// <exception cref="RpcException">The stream broke, or the coordinator refused it.</exception>
    /// <exception cref="OperationCanceledException">It was <paramref name="stopping"/>.</exception>
    public async Task<TimeSpan> RunAsync(AgentService.AgentServiceClient client, Action onWelcome, CancellationToken stopping)
    {
        using var callEnd = new CancellationTokenSource();
        using var call = client.Connect(cancellationToken: callEnd.Token);
        var welcome = await GreetAsync(call, callEnd, stopping);
        onWelcome();
        spool.Resume(welcome.CommittedSequence);

        using var sending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var reading = ReadAsync(call.ResponseStream, callEnd.Token);
        Task[] senders =
        [
            _sender.PumpAsync(call.RequestStream, sending.Token),
            ReportAsync(TimeSpan.FromSeconds(Math.Max(1, welcome.HeartbeatSeconds)), sending.Token),
            SendSummariesAsync(sending.Token),
            _sender.SendNewsAsync(sending.Token),
        ];
        await Task.WhenAny([reading, _drained.Task, .. senders]);
        await sending.CancelAsync();
        await using (time.CreateTimer(_ => callEnd.Cancel(), null, Grace, Timeout.InfiniteTimeSpan))
        {
            await Settled(senders);
            if (!reading.IsCompleted)
                await Settled(call.RequestStream.CompleteAsync());
            await Settled(reading);
        }

        _sender.ReturnNews();
        stopping.ThrowIfCancellationRequested();
        return _drained.Task.IsCompletedSuccessfully ? await _drained.Task : throw Cause(reading, senders);
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    /// <summary>Why a stream ended that nobody asked to end: the coordinator's own word first, for a writer sees only that the call is over.</summary>
    private static Exception Cause(Task reading, Task[] senders)
    {
        var word = reading.Exception?.InnerException;
        if (word is not null and not RpcException { StatusCode: StatusCode.Cancelled } and not OperationCanceledException)
            return word;
        return senders.Select(sender => sender.Exception?.InnerException).FirstOrDefault(failure => failure is not null)
            ?? new RpcException(new Status(StatusCode.Unavailable, "the coordinator closed the stream"));
    }

    private static async Task Settled(params Task[] tasks) =>
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<Welcome> GreetAsync(AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call, CancellationTokenSource callEnd, CancellationToken stopping)
    {
        using var stop = stopping.Register(callEnd.Cancel);
        var impatient = false;
        await using var patience = time.CreateTimer(
            _ =>
            {
                impatient = true;
                callEnd.Cancel();
            },
            null,
            options.Patience,
            Timeout.InfiniteTimeSpan);
        try
        {
            await call.RequestStream.WriteAsync(new ConnectRequest { Hello = node.ToHello(spool.SpoolId) }, CancellationToken.None);
            if (await call.ResponseStream.MoveNext(CancellationToken.None)
                && call.ResponseStream.Current.MessageCase == ConnectResponse.MessageOneofCase.Welcome)
            {
                return call.ResponseStream.Current.Welcome;
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Status.Detail, e, stopping);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && impatient)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"the coordinator did not answer within {options.Patience.TotalSeconds:F0} s"));
        }

        throw new RpcException(new Status(StatusCode.Internal, "what answers there is no Fleet coordinator"));
    }

    private async Task ReadAsync(IAsyncStreamReader<ConnectResponse> responses, CancellationToken cancellationToken)
    {
        while (await responses.MoveNext(CancellationToken.None))
        {
            var response = responses.Current;
            switch (response.MessageCase)
            {
                case ConnectResponse.MessageOneofCase.Acknowledgement:
                    spool.Acknowledge(response.Acknowledgement.Sequence);
                    _window.Acknowledged(response.Acknowledgement.Sequence);
                    break;
                case ConnectResponse.MessageOneofCase.Command:
                    await commands.HandleAsync(response.Command, cancellationToken);
                    break;
                case ConnectResponse.MessageOneofCase.Drain:
                    _drained.TrySetResult(TimeSpan.FromSeconds(Math.Clamp(response.Drain.ReconnectWithinSeconds, 0, 600)));
                    break;
                default:
                    // A newer coordinator may say more than we understand.
                    LogNotUnderstood(response.MessageCase);
                    break;
            }
        }
    }

    private async Task ReportAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval < LookAround ? interval : LookAround, time);
        long? beaten = null;
        do
        {
            var due = beaten is not { } last || time.GetElapsedTime(last) + (LookAround / 2) >= interval;
            if (due)
                beaten = time.GetTimestamp();
            await _sender.ReportAsync(due, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task SendSummariesAsync(CancellationToken cancellationToken)
    {
        ulong done = 0;
        while (true)
        {
            await spool.WaitAsync(done, cancellationToken);
            await _window.WaitAsync(cancellationToken);
            if (await _sender.SendSummaryAsync(done, _window.Sent, cancellationToken) is { } sequence)
                done = sequence;
        }
    }
}
