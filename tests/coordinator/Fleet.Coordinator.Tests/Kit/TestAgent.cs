using System.Threading.Channels;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Contracts.Wire;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fleet.Coordinator.Tests.Kit;

/// <summary>An agent's side of the stream, by hand.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> _call;
    private readonly SummaryStreamEncoder _encoder = new();
    private readonly Channel<ConnectResponse> _inbox = Channel.CreateUnbounded<ConnectResponse>();
    private readonly Dictionary<string, uint> _references = [];

    private TestAgent(string address)
    {
        _channel = GrpcChannel.ForAddress(address);
        Client = new AgentService.AgentServiceClient(_channel);
        _call = Client.Connect();
        Ended = ReadAsync();
    }

    public AgentService.AgentServiceClient Client { get; }

    public Welcome Welcome { get; private set; } = new();

    public ulong Acked { get; private set; }

    /// <summary>How the stream ended.</summary>
    public Task<Status> Ended { get; }

    public static Hello Hello(string node = "node-a", string run = "run-1", string spool = "spool-1") => new()
    {
        NodeId = node,
        NodeName = "DMA " + node,
        AgentRunId = run,
        SpoolId = spool,
        AgentVersion = "0.1.0",
        OperatingSystem = "Linux",
        Architecture = "x64",
    };

    public static async Task<TestAgent> ConnectAsync(string address, Hello? hello = null)
    {
        var agent = new TestAgent(address);
        await agent.SendAsync(new ConnectRequest { Hello = hello ?? Hello() });
        agent.Welcome = (await agent.NextAsync(m => m.Welcome is not null)).Welcome;
        return agent;
    }

    /// <summary>A stream that says what it is told, without a hello.</summary>
    public static TestAgent Raw(string address) => new(address);

    public Task SendAsync(ConnectRequest request) => _call.RequestStream.WriteAsync(request);

    /// <summary>Announces an instance once and gives its reference.</summary>
    public async Task<uint> AnnounceAsync(InstanceIdentity instance, params Contracts.Heap.HostedProtocol[] protocols)
    {
        if (_references.TryGetValue(instance.ToString(), out var known))
            return known;

        var reference = (uint)_references.Count + 1;
        _references[instance.ToString()] = reference;
        var announcement = new InstanceAnnouncement { InstanceRef = reference, Instance = instance.ToWire("SLScripting", 64), RuntimeFlavor = ".NET", RuntimeVersion = "10.0.0" };
        announcement.Protocols.AddRange(protocols.Select(p => p.ToWire()));
        await SendAsync(new ConnectRequest { Instance = announcement });
        return reference;
    }

    public Task BeatAsync(params InstanceIdentity[] running) => BeatAsync(null, running);

    /// <summary>A heartbeat that lists what runs, and the dumps that are on the node.</summary>
    public Task BeatAsync(DumpsOnNode? dumps, params InstanceIdentity[] running)
    {
        var beat = new Heartbeat { At = Summaries.Start.ToTimestamp(), SpoolRecords = 2, Dumps = dumps };
        beat.Instances.AddRange(running.Select(i => new InstanceSample
        {
            InstanceRef = _references[i.ToString()],
            Memory = new Contracts.Wire.MemorySample { At = Summaries.Start.ToTimestamp(), PrivateBytes = 1 << 20 },
        }));
        return SendAsync(new ConnectRequest { Heartbeat = beat });
    }

    public async Task SendAsync(ulong sequence, InstanceSummary summary)
    {
        var reference = await AnnounceAsync(summary.Instance, [.. summary.Protocols]);
        await SendAsync(new ConnectRequest { Summary = _encoder.Encode(sequence, reference, summary) });
    }

    /// <summary>Waits until everything up to a sequence is acked.</summary>
    public async Task AckedAsync(ulong sequence)
    {
        while (Acked < sequence)
            await NextAsync(_ => true);
    }

    public async Task<Command> CommandAsync() => (await NextAsync(m => m.Command is not null)).Command;

    /// <summary>The commands that came before everything up to a sequence was acked.</summary>
    public async Task<List<Command>> CommandsBeforeAckAsync(ulong sequence)
    {
        var commands = new List<Command>();
        while (Acked < sequence)
        {
            if ((await NextAsync(_ => true)).Command is { } command)
                commands.Add(command);
        }

        return commands;
    }

    public async Task<ConnectResponse> NextAsync(Func<ConnectResponse, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var message in _inbox.Reader.ReadAllAsync(patience.Token))
        {
            if (message.Acknowledgement is { } ack)
                Acked = ack.Sequence;
            if (wanted(message))
                return message;
        }

        throw new RpcException(await Ended);
    }

    /// <summary>Ends the stream as an agent does that is told to stop.</summary>
    public async Task<Status> CloseAsync()
    {
        await _call.RequestStream.CompleteAsync();
        return await Ended.WaitAsync(Patience);
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Status> ReadAsync()
    {
        try
        {
            await foreach (var message in _call.ResponseStream.ReadAllAsync())
                _inbox.Writer.TryWrite(message);
            return Status.DefaultSuccess;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
        catch (ObjectDisposedException)
        {
            return Status.DefaultCancelled;
        }
        finally
        {
            _inbox.Writer.TryComplete();
        }
    }
}
