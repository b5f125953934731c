using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Protocols;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;
using Orleans.Storage;

namespace Fleet.Coordinator.Nodes;

[GrainType("node")]
internal sealed partial class NodeGrain(
    [PersistentState("node")] IPersistentState<NodeState> node,
    [PersistentState("commands")] IPersistentState<NodeCommands> commands,
    IFleetDirectory directory,
    GatewayOptions gateway,
    TimeProvider time,
    ILogger<NodeGrain> logger) : Grain, INodeGrain
{
    private const string GoneFromNode =
        "The file is not on the node any more: removed as too old or to make room (Capture:MaxAge, MaxFiles, MaxBytes there), or by hand. Ask for another one, with --upload to keep it.";

    private readonly ILogger<NodeGrain> _logger = logger;
    private Inventory _inventory = null!;
    private CommandLedger _ledger = null!;
    private NodeDumps _dumps = null!;
    private LiveSession? _session;
    private Heartbeat? _beat;

    private string Id => this.GetPrimaryKeyString();

    private string Name => node.State.Hello?.NodeName ?? Id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _inventory = new Inventory(node.State);
        _ledger = new CommandLedger(commands.State);
        _dumps = new NodeDumps(node.State);
        return Task.CompletedTask;
    }

    public async Task<string?> Attach(Hello hello, string sessionId, IAgentSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_session is { } live && live.Id != sessionId)
        {
            if (live.RunId != hello.AgentRunId && now - live.LastHeard < gateway.IdleTimeout)
                return $"Another agent is connected as node {Id} ({Name}): two agents run with one identity. Stop one, or give this machine a node id of its own.";

            await live.Observer.Supersede("The agent has opened another stream.");
        }

        _session = new LiveSession(sessionId, hello.AgentRunId, session, now) { LastHeard = now };
        _inventory.ForgetReferences();
        _beat = null;
        if (!hello.Equals(node.State.Hello))
        {
            await directory.PutAsync(DirectoryKind.Node, Id, hello.NodeName, cancellationToken);
            node.State.Hello = hello;
            node.State.LastSeen = now;
            await StoreAsync(node);
        }

        await ExpireAsync(now, cancellationToken);
        await DeliverAsync(now, reconnected: true);
        return null;
    }

    public async Task Detach(string sessionId, CancellationToken cancellationToken)
    {
        if (_session?.Id != sessionId)
            return;

        _session = null;
        node.State.LastSeen = time.GetUtcNow();
        await StoreAsync(node);
    }

    public async Task<bool> Announce(string sessionId, InstanceAnnouncement announcement, CancellationToken cancellationToken)
    {
        if (!Hear(sessionId))
            return false;

        var before = node.State.Instances.GetValueOrDefault(announcement.Instance.ToIdentity().ToString());
        if (!_inventory.Announce(announcement, Name, out var instance))
            return true;

        await TellProtocolsAsync(before, instance, cancellationToken);
        if (before is { Running: false })
            await GrainFactory.GetGrain<IInstanceGrain>(instance.Id).Resume(cancellationToken);
        await StoreAsync(node);
        return true;
    }

    public async Task<bool> Beat(string sessionId, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        if (!Hear(sessionId))
            return false;

        _beat = heartbeat;
        var (resumed, ended) = _inventory.Beat(heartbeat);
        foreach (var instance in resumed)
        {
            await TellProtocolsAsync(null, instance, cancellationToken);
            await GrainFactory.GetGrain<IInstanceGrain>(instance.Id).Resume(cancellationToken);
        }

        foreach (var instance in ended)
        {
            await TellProtocolsAsync(instance, null, cancellationToken);
            await GrainFactory.GetGrain<IInstanceGrain>(instance.Id).End(cancellationToken);
        }

        var gone = _dumps.Missing(heartbeat.Dumps);
        foreach (var dump in gone)
        {
            await GrainFactory.GetGrain<IDumpGrain>(dump).Expire(DumpState.OnNode, GoneFromNode, cancellationToken);
            _dumps.Forget(dump);
        }

        if (resumed.Count + ended.Count + gone.Count > 0)
            await StoreAsync(node);

        var now = time.GetUtcNow();
        await ExpireAsync(now, cancellationToken);
        await DeliverAsync(now, reconnected: false);
        return true;
    }

    public async Task<bool> LookFailed(string sessionId, LookFailure failure, CancellationToken cancellationToken)
    {
        if (!Hear(sessionId))
            return false;

        if (_inventory.ByReference(failure.InstanceRef) is { } instance && instance.LastLookFailure != failure.Reason)
        {
            instance.LastLookFailure = failure.Reason;
            await StoreAsync(node);
        }

        return true;
    }

    public async Task Answer(CommandUpdate update, CancellationToken cancellationToken)
    {
        var changed = _ledger.Answer(update, out var entry);
        if (entry is { Status.Action: "dump" } && update.Dump is not null)
            await GrainFactory.GetGrain<IDumpGrain>(update.CommandId).Progress(update, cancellationToken);
        else if (changed is { Status: { Action: "dump", State: CommandState.Failed } })
            await GrainFactory.GetGrain<IDumpGrain>(update.CommandId).Fail(update.Detail, cancellationToken);
        if (entry is not null && _dumps.Answer(update))
            await StoreAsync(node);
        if (changed is not null)
            await StoreAsync(commands);
    }

    public async Task<CommandStatus> Ask(Command command, CancellationToken cancellationToken)
    {
        if (_ledger.Find(command.Id) is { } asked)
            return Describe(asked);

        await directory.PutAsync(DirectoryKind.Command, command.Id, Id, cancellationToken);
        if (command.ActionCase == Contracts.AgentApi.Command.ActionOneofCase.Dump)
        {
            await GrainFactory.GetGrain<IDumpGrain>(command.Id).Create(command, Name, cancellationToken);
            await directory.PutAsync(DirectoryKind.Dump, command.Id, Id, cancellationToken);
        }

        var entry = _ledger.Add(command);
        await StoreAsync(commands);
        LogAsked(command.Id, entry.Status.Action, entry.Status.InstanceId, command.RequestedBy);
        await DeliverAsync(time.GetUtcNow(), reconnected: false);
        return Describe(entry);
    }

    public async Task<CommandStatus?> Command(string commandId, CancellationToken cancellationToken)
    {
        await ExpireAsync(time.GetUtcNow(), cancellationToken);
        return _ledger.Find(commandId) is { } entry ? Describe(entry) : null;
    }

    public Task<Node> Describe(CancellationToken cancellationToken)
    {
        var hello = node.State.Hello ?? new Hello();
        return Task.FromResult(new Node
        {
            Id = Id,
            Name = Name,
            Connected = Connected,
            ConnectedSince = Connected ? _session!.Since.ToTimestamp() : null,
            LastSeen = LastSeen,
            AgentVersion = hello.AgentVersion,
            OperatingSystem = hello.OperatingSystem,
            Architecture = hello.Architecture,
            DataminerId = hello.DataminerId,
            DataminerVersion = hello.DataminerVersion,
            Instances = node.State.Instances.Values.Count(i => i.Running),
            SpoolBytes = _beat?.SpoolBytes ?? 0,
            SpoolRecords = _beat?.SpoolRecords ?? 0,
            SpoolDropped = _beat?.SpoolDropped ?? 0,
            DumpBytes = _beat?.DumpBytes ?? 0,
            PendingCommands = _ledger.Pending,
        });
    }

    public Task<List<FleetInstance>> Instances(bool all, CancellationToken cancellationToken) =>
        Task.FromResult(node.State.Instances.Values.Where(i => all || i.Running).Select(Describe).ToList());

    private FleetInstance Describe(FleetInstance instance)
    {
        var described = instance.Clone();
        described.NodeConnected = Connected;
        described.NodeLastSeen = LastSeen;
        return described;
    }

    private Google.Protobuf.WellKnownTypes.Timestamp? LastSeen =>
        (_session?.LastHeard ?? node.State.LastSeen) is var seen && seen > default(DateTimeOffset) ? seen.ToTimestamp() : null;

    private bool Connected => _session is { } live && time.GetUtcNow() - live.LastHeard < gateway.IdleTimeout;

    private bool Hear(string sessionId)
    {
        if (_session?.Id != sessionId)
            return false;

        _session.LastHeard = time.GetUtcNow();
        // Stored with whatever is stored next, so that a killed coordinator knows about when.
        node.State.LastSeen = _session.LastHeard;
        return true;
    }

    private CommandStatus Describe(CommandEntry entry)
    {
        var status = entry.Status.Clone();
        status.NodeName = Name;
        status.NodeConnected = Connected;
        return status;
    }

    private async Task DeliverAsync(DateTimeOffset now, bool reconnected)
    {
        if (_session is not { } live)
            return;

        foreach (var command in _ledger.Due(now, reconnected))
            await live.Observer.Deliver(command);
    }

    private async Task ExpireAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = _ledger.Expire(now);
        if (expired.Count == 0)
            return;

        foreach (var entry in expired.Where(e => e.Status.Action == "dump"))
            await GrainFactory.GetGrain<IDumpGrain>(entry.Command.Id).Fail(entry.Status.Detail, cancellationToken);
        await StoreAsync(commands);
    }

    private async Task TellProtocolsAsync(FleetInstance? before, FleetInstance? now, CancellationToken cancellationToken)
    {
        var id = (now ?? before)!.Id;
        var hosted = now is { Running: true } ? now.Protocols.ToLookup(p => p.Name) : null;
        foreach (var name in (before?.Protocols.Select(p => p.Name) ?? []).Union(hosted?.Select(g => g.Key) ?? []))
        {
            var versions = hosted?[name].ToDictionary(p => p.Version, p => p.Elements) ?? [];
            await GrainFactory.GetGrain<IProtocolGrain>(name).Hosted(id, versions, cancellationToken);
        }
    }

    /// <summary>Writes a state; when another activation was faster, this one ends and the next one starts from what is stored.</summary>
    private async Task StoreAsync<T>(IPersistentState<T> state)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(1401, LogLevel.Information, "Command {Id}: a {Action} of {Instance} for {RequestedBy}.")]
    private partial void LogAsked(string id, string action, string instance, string requestedBy);
}
