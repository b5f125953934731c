using System.Threading.Channels;
using Fleet.Agent.Spool;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Uplink;

/// <summary>One stream, from its hello to its end. What it knows of the other side's dictionaries ends with it.</summary>
internal sealed partial class UplinkSession : IDisposable
{
    private const int MostWaitingMessages = 64;

    private readonly NodeIdentity _node;
    private readonly INodeView _view;
    private readonly SummarySpool _spool;
    private readonly UplinkOutbox _outbox;
    private readonly ICommandHandler _commands;
    private readonly UplinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SummaryStreamEncoder _encoder = new();
    private readonly InstanceReferences _references = new();

    // References and encoder belong together: what was announced must be on its way before a frame that uses it.
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly SemaphoreSlim _acked = new(0, 1);
    private readonly Channel<ConnectRequest> _outgoing = Channel.CreateBounded<ConnectRequest>(
        new BoundedChannelOptions(MostWaitingMessages) { SingleReader = true });

    private ulong _sent;

    public UplinkSession(
        NodeIdentity node,
        INodeView view,
        SummarySpool spool,
        UplinkOutbox outbox,
        ICommandHandler commands,
        UplinkOptions options,
        TimeProvider time,
        ILogger logger)
    {
        _node = node;
        _view = view;
        _spool = spool;
        _outbox = outbox;
        _commands = commands;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>Serves the stream until the coordinator drains it, and returns within how long to come back.</summary>
    /// <param name="client">Opens the stream.</param>
    /// <param name="onWelcome">Told when the coordinator took us.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="RpcException">The stream broke, or the coordinator refused it.</exception>
    public async Task<TimeSpan> RunAsync(AgentService.AgentServiceClient client, Action onWelcome, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = client.Connect(cancellationToken: end.Token);
        List<Task> parts = [];
        try
        {
            await call.RequestStream.WriteAsync(new ConnectRequest { Hello = _node.ToHello(_spool.SpoolId) }, end.Token);
            var welcome = await WelcomeAsync(call.ResponseStream, end.Token);
            onWelcome();
            _spool.Acknowledge(welcome.CommittedSequence);
            _sent = welcome.CommittedSequence;

            var reading = ReadAsync(call.ResponseStream, end.Token);
            parts.Add(reading);
            parts.Add(WriteAsync(call.RequestStream, end.Token));
            parts.Add(BeatAsync(TimeSpan.FromSeconds(Math.Max(1, welcome.HeartbeatSeconds)), end.Token));
            parts.Add(SendSummariesAsync(end.Token));
            parts.Add(SendNewsAsync(end.Token));
            await await Task.WhenAny(parts);
            return await reading;
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(parts).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _order.Dispose();
        _acked.Dispose();
    }

    private async Task<Welcome> WelcomeAsync(IAsyncStreamReader<ConnectResponse> responses, CancellationToken cancellationToken)
    {
        try
        {
            if (await responses.MoveNext(cancellationToken).WaitAsync(_options.Patience, _time, cancellationToken)
                && responses.Current.MessageCase == ConnectResponse.MessageOneofCase.Welcome)
            {
                return responses.Current.Welcome;
            }
        }
        catch (TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"the coordinator did not answer within {_options.Patience.TotalSeconds:F0} s"));
        }

        throw new RpcException(new Status(StatusCode.Internal, "what answers there is no Fleet coordinator"));
    }

    private async Task<TimeSpan> ReadAsync(IAsyncStreamReader<ConnectResponse> responses, CancellationToken cancellationToken)
    {
        while (await responses.MoveNext(cancellationToken))
        {
            var response = responses.Current;
            switch (response.MessageCase)
            {
                case ConnectResponse.MessageOneofCase.Acknowledgement:
                    _spool.Acknowledge(response.Acknowledgement.Sequence);
                    if (_acked.CurrentCount == 0)
                        _acked.Release();
                    break;
                case ConnectResponse.MessageOneofCase.Command:
                    await _commands.HandleAsync(response.Command, cancellationToken);
                    break;
                case ConnectResponse.MessageOneofCase.Drain:
                    return TimeSpan.FromSeconds(response.Drain.ReconnectWithinSeconds);
                default:
                    // A newer coordinator may say more than we understand.
                    LogNotUnderstood(response.MessageCase);
                    break;
            }
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "the coordinator closed the stream"));
    }

    private async Task WriteAsync(IClientStreamWriter<ConnectRequest> requests, CancellationToken cancellationToken)
    {
        await foreach (var request in _outgoing.Reader.ReadAllAsync(cancellationToken))
            await requests.WriteAsync(request, cancellationToken);
    }

    private async Task BeatAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, _time);
        do
        {
            await SendInOrderAsync(SendHeartbeatAsync, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task SendHeartbeatAsync(CancellationToken cancellationToken)
    {
        var instances = _view.Instances();
        var statistics = _spool.Statistics;
        var heartbeat = new Heartbeat
        {
            At = Timestamp.FromDateTimeOffset(_time.GetUtcNow()),
            SpoolBytes = statistics.Bytes,
            SpoolRecords = statistics.Records,
            SpoolDropped = statistics.Dropped + statistics.Damaged,
            DumpBytes = _view.DumpBytes,
        };
        foreach (var instance in instances)
        {
            var reference = await AnnounceAsync(_references.Of(instance), cancellationToken);
            heartbeat.Instances.Add(new InstanceSample { InstanceRef = reference, Memory = instance.Memory.ToWire() });
        }

        foreach (var ended in _references.ForgetAllBut(instances.Select(instance => instance.Identity).ToHashSet()))
            _encoder.Forget(ended);
        await _outgoing.Writer.WriteAsync(new ConnectRequest { Heartbeat = heartbeat }, cancellationToken);
    }

    private async Task SendSummariesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _spool.WaitAsync(_sent, cancellationToken);
            while (_sent >= _spool.Statistics.AcknowledgedSequence + (ulong)_options.Window)
                await _acked.WaitAsync(cancellationToken);
            await SendInOrderAsync(SendNextSummaryAsync, cancellationToken);
        }
    }

    private async Task SendNextSummaryAsync(CancellationToken cancellationToken)
    {
        if (_spool.Next(_sent) is not { } record)
            return;
        try
        {
            var reference = await AnnounceAsync(_references.Of(record.Summary), cancellationToken);
            var frame = _encoder.Encode(record.Sequence, reference, record.Summary);
            await _outgoing.Writer.WriteAsync(new ConnectRequest { Summary = frame }, cancellationToken);
        }
        catch (SummaryTooLargeException e)
        {
            LogTooLarge(record.Sequence, e.Message);
            _spool.Drop(record.Sequence);
        }

        _sent = record.Sequence;
    }

    private async Task SendNewsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_outbox.TryTakeUpdate(out var update))
                await _outgoing.Writer.WriteAsync(new ConnectRequest { CommandUpdate = update }, cancellationToken);
            while (_outbox.TryTakeFailure(out var failure))
                await SendInOrderAsync(token => SendFailureAsync(failure!, token), cancellationToken);
            await _outbox.WaitAsync(cancellationToken);
        }
    }

    private async Task SendFailureAsync(FailedLook failure, CancellationToken cancellationToken)
    {
        // An instance that ended before it was ever announced is nobody's business any more; its command is answered by an update.
        if (_references.Find(failure.Instance) is not { } reference)
            return;
        await _outgoing.Writer.WriteAsync(
            new ConnectRequest
            {
                LookFailure = new LookFailure
                {
                    InstanceRef = reference,
                    At = Timestamp.FromDateTimeOffset(failure.At),
                    Reason = failure.Reason,
                    CommandId = failure.CommandId,
                },
            },
            cancellationToken);
    }

    private async Task<uint> AnnounceAsync((uint Reference, InstanceAnnouncement? First) instance, CancellationToken cancellationToken)
    {
        if (instance.First is not null)
            await _outgoing.Writer.WriteAsync(new ConnectRequest { Instance = instance.First }, cancellationToken);
        return instance.Reference;
    }

    private async Task SendInOrderAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            await send(cancellationToken);
        }
        finally
        {
            _order.Release();
        }
    }
}
