using Fleet.Agent.Capture;
using Fleet.Agent.Commands;
using Fleet.Agent.Looks;
using Fleet.Agent.Spool;
using Fleet.Agent.Targets;
using Fleet.Agent.Tests.Capture;
using Fleet.Agent.Tests.Processes;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Wire;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Commands;

/// <summary>The command service with its real parts; looks and uploads are the test's.</summary>
internal sealed class TestCommands : IAsyncDisposable
{
    private readonly CommandJournal _journal;
    private readonly SummarySpool _spool;
    private readonly LookQueue _looks;
    private readonly TestCapture _capture;

    public TestCommands(TestNode node, IHeapLook look, IDumpUploader uploader, TimeProvider? time = null, CommandJournal? journal = null)
    {
        var target = new CommandTarget(node.Targets, node.Processes);
        _journal = journal ?? new CommandJournal(node.Agent.Sub("commands"), 100);
        _spool = SummarySpool.Open(node.Agent.Sub("spool"), new SpoolOptions(), TimeProvider.System, NullLogger.Instance);
        _looks = new LookQueue(look, new TargetTurns(), Options.Create(new LookOptions()));
        _capture = new TestCapture(node);
        Service = new CommandService(
            _journal,
            Outbox,
            [
                new LookCommand(target, _looks, new SpooledLooks(_spool)),
                new RetentionCommand(target, _looks),
                new DumpCommand(target, _capture.Capture, _capture.Store, uploader, Options.Create(new CaptureOptions())),
            ],
            node.Targets,
            Options.Create(new CommandOptions()),
            time ?? TimeProvider.System,
            NullLogger<CommandService>.Instance);
    }

    public CommandService Service { get; }

    public UplinkOutbox Outbox { get; } = new();

    public SummarySpool Spool => _spool;

    public DumpStore Dumps => _capture.Store;

    public List<CommandUpdate> Updates { get; } = [];

    public async Task StartAsync()
    {
        await _looks.StartAsync(CancellationToken.None);
        await Service.StartAsync(CancellationToken.None);
    }

    public async Task<CommandUpdate> WaitForAsync(string id, CommandState state)
    {
        await Eventually.HoldsAsync(() => Take().Any(update => update.CommandId == id && update.State == state), $"command {id} is {state}");
        return Updates.Last(update => update.CommandId == id);
    }

    public List<CommandUpdate> Take()
    {
        while (Outbox.TryTakeUpdate(out var update))
            Updates.Add(update!);
        return Updates;
    }

    public static Command Look(TargetProcess target, string id) => Command(target, id, command => command.Look = new LookAction());

    public static Command Dump(TargetProcess target, string id, bool upload) =>
        Command(target, id, command => command.Dump = new DumpAction { Kind = DumpKind.Mini, Upload = upload });

    public static Command Retention(TargetProcess target, string id, string type) =>
        Command(target, id, command => command.Retention = new RetentionAction { Type = type });

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(CancellationToken.None);
        await _looks.StopAsync(CancellationToken.None);
        Service.Dispose();
        _looks.Dispose();
        _capture.Dispose();
        _spool.Dispose();
        _journal.Dispose();
    }

    private static Command Command(TargetProcess target, string id, Action<Command> act)
    {
        var command = new Command
        {
            Id = id,
            RequestedBy = "test",
            ExpiresAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddYears(200)),
            Instance = new Instance
            {
                NodeId = target.Identity.NodeId,
                Pid = target.Identity.Pid,
                StartedAt = Timestamp.FromDateTimeOffset(target.Identity.StartedAt),
            },
        };
        act(command);
        return command;
    }
}
