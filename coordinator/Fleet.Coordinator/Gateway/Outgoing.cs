using System.Threading.Channels;
using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Telemetry;
using Grpc.Core;

namespace Fleet.Coordinator.Gateway;

/// <summary>What goes to an agent, by one writer: concurrent writes to a stream are not allowed. Acks overtake their elders.</summary>
internal sealed class Outgoing(CoordinatorMeter meter)
{
    private const int MostWaiting = 1024;

    private static readonly ConnectResponse AckMarker = new();

    private readonly Channel<ConnectResponse> _messages = Channel.CreateBounded<ConnectResponse>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _ack;
    private int _ackWaiting;

    public void Send(Welcome welcome) => _messages.Writer.TryWrite(new ConnectResponse { Welcome = welcome });

    public void Send(Drain drain) => _messages.Writer.TryWrite(new ConnectResponse { Drain = drain });

    /// <summary>Sends a command, or drops it when the agent reads too slowly: it is sent again later.</summary>
    public void Send(Command command)
    {
        if (_messages.Writer.TryWrite(new ConnectResponse { Command = command }))
            meter.CommandSent();
    }

    /// <summary>Sends the newest of several acks once.</summary>
    public void Ack(long sequence)
    {
        Volatile.Write(ref _ack, sequence);
        if (Interlocked.Exchange(ref _ackWaiting, 1) == 0 && !_messages.Writer.TryWrite(AckMarker))
            Volatile.Write(ref _ackWaiting, 0);
    }

    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Writes until <see cref="Complete"/>; a stream that can't be written to any more is ended.</summary>
    public async Task PumpAsync(IServerStreamWriter<ConnectResponse> responses, Action<Status> end, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _messages.Reader.ReadAllAsync(cancellationToken))
                await responses.WriteAsync(ReferenceEquals(message, AckMarker) ? TakeAck() : message, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            end(Status.DefaultCancelled);
        }
    }

    private ConnectResponse TakeAck()
    {
        Volatile.Write(ref _ackWaiting, 0);
        return new ConnectResponse { Acknowledgement = new Acknowledgement { Sequence = (ulong)Volatile.Read(ref _ack) } };
    }
}
