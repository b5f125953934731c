using System.Threading.Channels;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Grpc.Core;

namespace Fleet.Agent.Tests.Uplink;

/// <summary>One stream as the coordinator sees it.</summary>
internal sealed class AgentStream(Hello hello, ServerCallContext context)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<ConnectRequest> _received = Channel.CreateUnbounded<ConnectRequest>();
    private readonly Channel<ConnectResponse> _toSend = Channel.CreateUnbounded<ConnectResponse>();
    private readonly TaskCompletionSource<Status> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SummaryStreamDecoder _decoder = new();

    public Hello Hello { get; } = hello;

    /// <summary>What was announced so far, by reference.</summary>
    public Dictionary<uint, InstanceAnnouncement> Announced { get; } = [];

    public async Task RunAsync(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses)
    {
        var reading = ReadAsync(requests);
        var writing = WriteAsync(responses);
        var status = await _end.Task;
        _toSend.Writer.TryComplete();
        await writing;
        if (status.StatusCode != StatusCode.OK)
            throw new RpcException(status);
        await reading;
    }

    public void Welcome(ulong committed = 0, int heartbeatSeconds = 3600) =>
        Send(new ConnectResponse { Welcome = new Welcome { SessionId = "s", HeartbeatSeconds = heartbeatSeconds, CommittedSequence = committed } });

    public void Acknowledge(ulong sequence) => Send(new ConnectResponse { Acknowledgement = new Acknowledgement { Sequence = sequence } });

    public void Send(ConnectResponse response) => _toSend.Writer.TryWrite(response);

    /// <summary>Ends the stream with a word.</summary>
    public void End(Status status) => _end.TrySetResult(status);

    /// <summary>Cuts the connection without a word.</summary>
    public void Drop()
    {
        context.GetHttpContext().Abort();
        End(new Status(StatusCode.Aborted, "dropped"));
    }

    /// <summary>The next message of a kind; others before it are passed over.</summary>
    public async Task<ConnectRequest> NextAsync(ConnectRequest.MessageOneofCase kind)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var request = await _received.Reader.ReadAsync(patience.Token);
            if (request.Instance is { } announcement)
                Announced[announcement.InstanceRef] = announcement;
            if (request.MessageCase == kind)
                return request;
        }
    }

    public async Task<(ulong Sequence, InstanceSummary Summary)> NextSummaryAsync()
    {
        var frame = (await NextAsync(ConnectRequest.MessageOneofCase.Summary)).Summary;
        var instance = Announced[frame.InstanceRef].Instance;
        return (frame.Sequence, _decoder.Decode(frame, instance.ToIdentity(), instance.ProcessName, instance.Bits));
    }

    public async Task<IReadOnlyList<(ulong Sequence, string? Name)>> NextSummariesAsync(int count)
    {
        List<(ulong, string?)> summaries = [];
        for (var i = 0; i < count; i++)
        {
            var (sequence, summary) = await NextSummaryAsync();
            summaries.Add((sequence, summary.CommandId));
        }

        return summaries;
    }

    /// <summary>Whether a message of a kind came that was not asked for yet.</summary>
    public bool Has(ConnectRequest.MessageOneofCase kind)
    {
        var found = false;
        List<ConnectRequest> all = [];
        while (_received.Reader.TryRead(out var request))
            all.Add(request);
        foreach (var request in all)
        {
            found |= request.MessageCase == kind;
            _received.Writer.TryWrite(request);
        }

        return found;
    }

    /// <summary>Returns when the agent has closed its half.</summary>
    public Task ClosedAsync() => _received.Reader.Completion.WaitAsync(Patience);

    private async Task ReadAsync(IAsyncStreamReader<ConnectRequest> requests)
    {
        try
        {
            while (await requests.MoveNext())
                _received.Writer.TryWrite(requests.Current);
            End(Status.DefaultSuccess);
        }
        catch (Exception e) when (e is IOException or RpcException or OperationCanceledException or InvalidOperationException)
        {
            // The agent or the test cut the connection.
            End(Status.DefaultCancelled);
        }

        _received.Writer.TryComplete();
    }

    private async Task WriteAsync(IServerStreamWriter<ConnectResponse> responses)
    {
        try
        {
            await foreach (var response in _toSend.Reader.ReadAllAsync())
                await responses.WriteAsync(response);
        }
        catch (Exception e) when (e is IOException or RpcException or OperationCanceledException or InvalidOperationException)
        {
            End(Status.DefaultCancelled);
        }
    }
}
