using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Wire;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Telemetry;
using Grpc.Core;

namespace Fleet.Coordinator.Gateway;

/// <summary>
/// Has the summaries of one stream committed: one after the other within an instance, so that its trends see them in order, side by side
/// between instances. Holds the agent back while too many wait. Storage that fails is tried again for as long as the stream lives.
/// </summary>
internal sealed partial class SummaryIntake(
    Hello hello,
    long committed,
    IGrainFactory grains,
    GatewayOptions options,
    CoordinatorMeter meter,
    Outgoing outgoing,
    Action<Status> end,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = logger;
    private readonly AckTracker _acks = new(committed);
    private readonly SemaphoreSlim _room = new(options.MaxInFlight);
    private readonly Dictionary<uint, Task> _tails = [];
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Lock _lock = new();

    /// <summary>The sequence up to which everything is committed.</summary>
    public long Committed
    {
        get
        {
            lock (_lock)
                return _acks.Committed;
        }
    }

    /// <summary>Takes a summary over; returns when there is room for it.</summary>
    public async Task TakeAsync(SummaryFrame frame, InstanceSummary summary, CancellationToken cancellationToken)
    {
        var sequence = checked((long)frame.Sequence);
        lock (_lock)
        {
            if (!_acks.TryReceive(sequence))
            {
                // Committed before this stream began, and sent again all the same.
                outgoing.Ack(_acks.Committed);
                return;
            }
        }

        await _room.WaitAsync(cancellationToken);
        _tails[frame.InstanceRef] = CommitAsync(_tails.GetValueOrDefault(frame.InstanceRef, Task.CompletedTask), sequence, summary);
    }

    /// <summary>Waits a moment for what is under way, so that it gets its ack; the rest is sent again on the next stream.</summary>
    public async Task FinishAsync()
    {
        _giveUp.CancelAfter(FinishWithin);
        await Task.WhenAll(_tails.Values);
    }

    public void Dispose()
    {
        _giveUp.Dispose();
        _room.Dispose();
    }

    private async Task CommitAsync(Task before, long sequence, InstanceSummary summary)
    {
        await before;
        var started = time.GetTimestamp();
        try
        {
            var fresh = await AppendAsync(sequence, summary);
            meter.Committed(fresh, time.GetElapsedTime(started));
            lock (_lock)
            {
                if (_acks.Complete(sequence))
                    outgoing.Ack(_acks.Committed);
            }
        }
        catch (OperationCanceledException)
        {
            // No ack: the agent keeps it.
        }
        catch (Exception e)
        {
            LogFailed(e, sequence, summary.Instance.ToString());
            end(new Status(StatusCode.Internal, $"Summary {sequence} could not be committed for a fault of the coordinator; its log tells more."));
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<bool> AppendAsync(long sequence, InstanceSummary summary)
    {
        var grain = grains.GetGrain<IInstanceGrain>(summary.Instance.ToString());
        var envelope = new SummaryEnvelope(summary);
        for (var delay = FirstRetry; ; delay = Min(delay * 2, LastRetry))
        {
            try
            {
                return await grain.Append(hello.SpoolId, sequence, Committed, envelope, CancellationToken.None).WaitAsync(_giveUp.Token);
            }
            catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
            {
                LogRetried(sequence, summary.Instance.ToString(), delay.TotalSeconds, e.Message);
                await Task.Delay(delay, time, _giveUp.Token);
            }
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(1522, LogLevel.Error, "Summary {Sequence} of {Instance} could not be committed, and its stream is ended.")]
    private partial void LogFailed(Exception e, long sequence, string instance);

    [LoggerMessage(1521, LogLevel.Warning, "Summary {Sequence} of {Instance} is not committed yet and is tried again in {Seconds} s: {Reason}")]
    private partial void LogRetried(long sequence, string instance, double seconds, string reason);
}
