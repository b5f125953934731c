using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Telemetry;
using Grpc.Core;

namespace Fleet.Coordinator.Gateway;

/// <summary>One agent's stream from hello to end. Reads are handled one after the other; commits run on their own, a bounded number at a time.</summary>
internal sealed partial class AgentSession : IAgentSession, IDisposable
{
    private const int ReconnectWithinSeconds = 15;

    private readonly Hello _hello;
    private readonly string _address;
    private readonly IGrainFactory _grains;
    private readonly ISnapshotLog _log;
    private readonly GatewayOptions _options;
    private readonly CoordinatorMeter _meter;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly Outgoing _outgoing;
    private readonly SummaryStreamDecoder _decoder = new();
    private readonly CancellationTokenSource _end = new();
    private Status _status = Status.DefaultSuccess;
    private IAgentSession? _observer;
    private NodeLink? _node;
    private SummaryIntake? _intake;

    public AgentSession(
        Hello hello,
        string address,
        IGrainFactory grains,
        ISnapshotLog log,
        GatewayOptions options,
        CoordinatorMeter meter,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<AgentSession> logger)
    {
        _hello = hello;
        _address = address;
        _grains = grains;
        _log = log;
        _options = options;
        _meter = meter;
        _lifetime = lifetime;
        _time = time;
        _logger = logger;
        _outgoing = new Outgoing(meter);
    }

    Task IAgentSession.Deliver(Command command)
    {
        _outgoing.Send(command);
        return Task.CompletedTask;
    }

    Task IAgentSession.Supersede(string reason)
    {
        End(new Status(StatusCode.Aborted, reason));
        return Task.CompletedTask;
    }

    /// <summary>Serves the stream until either side ends it.</summary>
    /// <exception cref="RpcException">It was ended for a reason that the agent should know.</exception>
    public async Task RunAsync(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses, CancellationToken aborted)
    {
        using var abort = aborted.Register(() => End(Status.DefaultCancelled));
        using var drain = _lifetime.ApplicationStopping.Register(Drain);
        await using var silence = _time.CreateTimer(_ => End(Silent()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var committed = await _log.CommittedSequenceAsync(_hello.SpoolId, aborted);
        _intake = new SummaryIntake(_hello, committed, _grains, _options, _meter, _outgoing, End, _time, _logger);
        _observer = _grains.CreateObjectReference<IAgentSession>(this);
        _node = new NodeLink(_hello, _address, _id, _observer, _grains, _options.MaxInstances, End, _end.Token);
        try
        {
            // The welcome comes first on the stream, so it is queued before the node knows of the session and may send commands.
            _outgoing.Send(new Welcome { SessionId = _id, HeartbeatSeconds = _options.HeartbeatSeconds, CommittedSequence = (ulong)committed });
            await _node.AttachAsync();
            _meter.StreamOpened();
            LogConnected(_hello.NodeName, _hello.NodeId, _hello.AgentVersion, committed);
            var pump = _outgoing.PumpAsync(responses, End, aborted);
            await ReadAsync(requests, silence);
            await _intake.FinishAsync();
            _outgoing.Complete();
            await pump;
            _meter.StreamClosed();
        }
        finally
        {
            await LeaveAsync();
        }

        if (_status.StatusCode is not (StatusCode.OK or StatusCode.Cancelled))
            throw new RpcException(_status);
        LogDisconnected(_hello.NodeName, _hello.NodeId);
    }

    public void Dispose()
    {
        _intake?.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(IAsyncStreamReader<ConnectRequest> requests, ITimer silence)
    {
        try
        {
            while (true)
            {
                silence.Change(_options.IdleTimeout, Timeout.InfiniteTimeSpan);
                if (!await requests.MoveNext(_end.Token))
                    return;
                silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                await HandleAsync(requests.Current);
            }
        }
        catch (Exception e) when (e is MalformedFrameException or InvalidDataException)
        {
            End(new Status(StatusCode.InvalidArgument, e.Message));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            End(new Status(StatusCode.ResourceExhausted, $"A message is larger than the {_options.MaxFrameBytes} bytes that are accepted."));
        }
        catch (RpcException e)
        {
            End(e.Status);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Ended from either side; a reason that matters is in the status.
            End(Status.DefaultCancelled);
        }
    }

    private async Task HandleAsync(ConnectRequest request)
    {
        switch (request.MessageCase)
        {
            case ConnectRequest.MessageOneofCase.Summary:
                var frame = request.Summary;
                _meter.Received(frame.Body.Length);
                var instance = _node!.InstanceOf(frame);
                var summary = _decoder.Decode(frame, instance.Instance.ToIdentity(), instance.Instance.ProcessName, instance.Instance.Bits);
                await _intake!.TakeAsync(frame, summary, _end.Token);
                await _node.LookSucceededAsync(frame.InstanceRef, summary.TakenAt);
                break;
            case ConnectRequest.MessageOneofCase.Heartbeat:
                await _node!.BeatAsync(request.Heartbeat);
                break;
            case ConnectRequest.MessageOneofCase.Instance:
                await _node!.AnnounceAsync(request.Instance);
                break;
            case ConnectRequest.MessageOneofCase.CommandUpdate:
                await _node!.AnswerAsync(request.CommandUpdate);
                break;
            case ConnectRequest.MessageOneofCase.LookFailure:
                await _node!.LookFailedAsync(request.LookFailure);
                break;
            default:
                throw new InvalidDataException($"A message of a kind that is not expected here came: {request.MessageCase}.");
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await _node!.DetachAsync();
            await _log.AdvanceAsync(_hello.SpoolId, _intake!.Committed, CancellationToken.None);
            _grains.DeleteObjectReference<IAgentSession>(_observer!);
        }
        catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
        {
            LogLeaveFailed(_hello.NodeName, e.Message);
        }
    }

    private void Drain()
    {
        _outgoing.Send(new Drain { ReconnectWithinSeconds = ReconnectWithinSeconds });
        End(Status.DefaultSuccess);
    }

    private Status Silent() => new(StatusCode.DeadlineExceeded, $"Nothing was heard for {_options.IdleTimeout.TotalSeconds:F0} s, three heartbeats.");

    private void End(Status status)
    {
        if (_status.StatusCode == StatusCode.OK)
            _status = status;
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The session ended by itself a moment ago.
        }
    }
}
