using System.Threading.Channels;
using Fleet.Agent.Spool;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Identity;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Uplink;

/// <summary>
/// The sending half of one stream: what goes out, in an order in which the other side understands it, through one writer. What it knows
/// of the other side's dictionaries ends with the stream.
/// </summary>
internal sealed partial class StreamSender(NodeIdentity node, INodeView view, SummarySpool spool, UplinkOutbox outbox, TimeProvider time, ILogger logger)
    : IDisposable
{
    private const int MostWaitingMessages = 64;

    private readonly ILogger _logger = logger;
    private readonly SummaryStreamEncoder _encoder = new();
    private readonly InstanceReferences _references = new();
    private HashSet<InstanceIdentity> _running = [];

    // References and encoder belong together: what was announced must be on its way before a frame that uses it.
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly Channel<Outgoing> _outgoing = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(MostWaitingMessages) { SingleReader = true });
    private Outgoing? _writing;

    /// <summary>Writes until cancelled. The only place that does: a stream takes one message at a time.</summary>
    public async Task PumpAsync(IClientStreamWriter<ConnectRequest> requests, CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            _writing = message;
            // Not cancelled with the pump: a write that is given up half-way gives up the call, and with it the acks that are on their way.
            await requests.WriteAsync(message.Request, CancellationToken.None);
            _writing = null;
        }
    }

    /// <summary>Announces what is new of the instances, and beats the heart when that is due or an instance came or went.</summary>
    public Task ReportAsync(bool beat, CancellationToken cancellationToken) => InOrderAsync(
        async () =>
        {
            var instances = view.Instances();
            var heartbeat = new Heartbeat();
            foreach (var instance in instances)
            {
                var reference = await AnnounceAsync(_references.Of(instance), cancellationToken);
                heartbeat.Instances.Add(new InstanceSample { InstanceRef = reference, Memory = instance.Memory.ToWire() });
            }

            var running = instances.Select(instance => instance.Identity).ToHashSet();
            if (beat || !running.SetEquals(_running))
                await BeatAsync(heartbeat, running, cancellationToken);
        },
        cancellationToken);

    /// <summary>Sends the oldest summary after a sequence, or gives it up where it can't be sent, and returns its sequence; null when there is none.</summary>
    /// <param name="after">The sequence.</param>
    /// <param name="onSend">Told before it is sent, for its ack may be quick; not told of one that is given up.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The spool can't be read.</exception>
    public async Task<ulong?> SendSummaryAsync(ulong after, Action<ulong> onSend, CancellationToken cancellationToken)
    {
        if (spool.Next(after) is not { } record)
            return null;
        if (record.Summary.Instance.NodeId != node.NodeId)
        {
            LogOtherNode(record.Sequence, record.Summary.Instance.NodeId, node.NodeId);
            spool.Drop(record.Sequence);
            return record.Sequence;
        }

        try
        {
            await InOrderAsync(
                async () =>
                {
                    var reference = await AnnounceAsync(_references.Of(record.Summary), cancellationToken);
                    var frame = _encoder.Encode(record.Sequence, reference, record.Summary);
                    onSend(record.Sequence);
                    await _outgoing.Writer.WriteAsync(new Outgoing(new ConnectRequest { Summary = frame }), cancellationToken);
                },
                cancellationToken);
            return record.Sequence;
        }
        catch (SummaryTooLargeException e)
        {
            LogTooLarge(record.Sequence, e.Message);
            spool.Drop(record.Sequence);
            return record.Sequence;
        }
    }

    /// <summary>Sends what is in the outbox, until cancelled.</summary>
    public async Task SendNewsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (outbox.TryTakeUpdate(out var update))
                await SendNewsAsync(new Outgoing(new ConnectRequest { CommandUpdate = update }, Update: update), cancellationToken);
            while (outbox.TryTakeFailure(out var failure))
            {
                // An instance that was never announced is nobody's business; its command is answered by an update.
                if (await InOrderAsync(() => Task.FromResult(_references.Find(failure!.Instance)), cancellationToken) is { } reference)
                    await SendNewsAsync(new Outgoing(new ConnectRequest { LookFailure = ToWire(failure!, reference) }, Failure: failure), cancellationToken);
            }

            await outbox.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Puts news back that did not get out. To be called when nothing sends any more.</summary>
    public void ReturnNews()
    {
        if (_writing is { } unfinished)
            Return(unfinished);
        while (_outgoing.Reader.TryRead(out var waiting))
            Return(waiting);
    }

    /// <inheritdoc/>
    public void Dispose() => _order.Dispose();

    private static LookFailure ToWire(FailedLook failure, uint reference) => new()
    {
        InstanceRef = reference,
        At = Timestamp.FromDateTimeOffset(failure.At),
        Reason = failure.Reason,
        CommandId = failure.CommandId,
    };

    private async Task SendNewsAsync(Outgoing news, CancellationToken cancellationToken)
    {
        try
        {
            await _outgoing.Writer.WriteAsync(news, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Return(news);
            throw;
        }
    }

    private async Task BeatAsync(Heartbeat heartbeat, HashSet<InstanceIdentity> running, CancellationToken cancellationToken)
    {
        var statistics = spool.Statistics;
        heartbeat.At = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        heartbeat.SpoolBytes = statistics.Bytes;
        heartbeat.SpoolRecords = statistics.Records;
        heartbeat.SpoolDropped = statistics.Dropped + statistics.Damaged;
        heartbeat.DumpBytes = view.DumpBytes;
        heartbeat.Dumps = new DumpsOnNode { Ids = { view.Dumps() } };
        foreach (var ended in _references.ForgetAllBut(running))
            _encoder.Forget(ended);
        await _outgoing.Writer.WriteAsync(new Outgoing(new ConnectRequest { Heartbeat = heartbeat }), cancellationToken);
        _running = running;
    }

    private async Task<uint> AnnounceAsync((uint Reference, InstanceAnnouncement? First) instance, CancellationToken cancellationToken)
    {
        if (instance.First is not null)
            await _outgoing.Writer.WriteAsync(new Outgoing(new ConnectRequest { Instance = instance.First }), cancellationToken);
        return instance.Reference;
    }

    private Task<bool> InOrderAsync(Func<Task> send, CancellationToken cancellationToken) => InOrderAsync(
        async () =>
        {
            await send();
            return true;
        },
        cancellationToken);

    private async Task<T> InOrderAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            return await send();
        }
        finally
        {
            _order.Release();
        }
    }

    private void Return(Outgoing message)
    {
        if (message.Update is not null)
            outbox.Return(message.Update);
        if (message.Failure is not null)
            outbox.Post(message.Failure);
    }

    /// <summary>A message, and the news that it carries, if any.</summary>
    private sealed record Outgoing(ConnectRequest Request, CommandUpdate? Update = null, FailedLook? Failure = null);
}
