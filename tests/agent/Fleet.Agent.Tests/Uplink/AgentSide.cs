using System.Collections.Concurrent;
using System.Threading.Channels;
using Fleet.Agent.Spool;
using Fleet.Agent.Tests.Spool;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Uplink;

/// <summary>The agent's half: a real spool and a real uplink; what the node shows and what commands do is the test's.</summary>
internal sealed class AgentSide : INodeView, ICommandHandler, ILogger<CoordinatorUplink>, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SpoolDirectory _directory = new();
    private readonly CoordinatorChannel _channel;
    private readonly CoordinatorUplink _uplink;
    private readonly Channel<(LogLevel Level, string Text)> _logged = Channel.CreateUnbounded<(LogLevel, string)>();

    public AgentSide(string url, int window = 16)
    {
        Options = new UplinkOptions
        {
            Coordinator = url,
            ReconnectDelay = TimeSpan.FromMilliseconds(20),
            MaximumReconnectDelay = TimeSpan.FromMilliseconds(200),
            Patience = TimeSpan.FromSeconds(10),
            Window = window,
        };
        Spool = _directory.Open();
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        _channel = new CoordinatorChannel(options);
        _uplink = new CoordinatorUplink(_channel, Node, this, Spool, Outbox, this, Admission, options, TimeProvider.System, this);
        Uploader = new DumpUploader(_channel, Node, options, TimeProvider.System, NullLogger<DumpUploader>.Instance);
    }

    public UplinkOptions Options { get; }

    public NodeIdentity Node { get; } = new() { NodeId = SampleSummaries.Node, NodeName = "dma-07", AgentRunId = Guid.NewGuid().ToString("N"), AgentVersion = "0.1.0" };

    public SummarySpool Spool { get; }

    public UplinkOutbox Outbox { get; } = new();

    public Admission Admission { get; } = new();

    public DumpUploader Uploader { get; }

    public Channel<Command> Commands { get; } = Channel.CreateUnbounded<Command>();

    public ConcurrentDictionary<int, ObservedInstance> Running { get; } = [];

    public ConcurrentQueue<(LogLevel Level, string Text)> Log { get; } = [];

    public long DumpBytes => 17;

    public List<string> DumpFiles { get; } = ["dump-1", "dump-2"];

    public static async Task<AgentSide> StartAsync(string url, int window = 16)
    {
        var agent = new AgentSide(url, window);
        await agent._uplink.StartAsync(CancellationToken.None);
        return agent;
    }

    public IReadOnlyList<ObservedInstance> Instances() => [.. Running.Values];

    public IReadOnlyList<string> Dumps() => DumpFiles;

    public Task HandleAsync(Command command, CancellationToken cancellationToken)
    {
        Commands.Writer.TryWrite(command);
        return Task.CompletedTask;
    }

    public void Run(int pid, string reason = "") => Running[pid] = new ObservedInstance
    {
        Identity = SampleSummaries.Instance(pid),
        ProcessName = "SLScripting",
        Bits = 64,
        UnreadableReason = reason,
        Memory = new MemorySample { At = SampleSummaries.Instance().StartedAt, PrivateBytes = 1000 + pid },
    };

    public void Append(int from, int to)
    {
        for (var n = from; n <= to; n++)
            Spool.Append(SampleSummaries.Make(n));
    }

    /// <summary>Returns when the spool holds so many summaries that wait. Asked again and again: nobody is told of an ack that took effect.</summary>
    public async Task SpoolHoldsAsync(long records)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Spool.Statistics.Records != records)
            await Task.Delay(5, patience.Token);
    }

    /// <summary>The next thing logged that holds these words.</summary>
    public async Task<(LogLevel Level, string Text)> LoggedAsync(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var entry = await _logged.Reader.ReadAsync(patience.Token);
            if (entry.Text.Contains(words, StringComparison.Ordinal))
                return entry;
        }
    }

    public Task StopAsync() => _uplink.StopAsync(CancellationToken.None).WaitAsync(Patience);

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var entry = (logLevel, formatter(state, exception));
        Log.Enqueue(entry);
        _logged.Writer.TryWrite(entry);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _uplink.Dispose();
        _channel.Dispose();
        Spool.Dispose();
        _directory.Dispose();
    }
}
