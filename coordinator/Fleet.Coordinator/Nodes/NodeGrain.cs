using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.Nodes;

[GrainType("node")]
internal sealed class NodeGrain(
    [PersistentState("node")] IPersistentState<NodeState> node,
    [PersistentState("commands")] IPersistentState<NodeCommands> commands,
    IFleetDirectory directory,
    GatewayOptions gateway,
    TimeProvider time,
    ILogger<NodeGrain> logger) : Grain, INodeGrain
{
    private const string GoneFromNode =
        "The file is not on the node any more: removed as too old or to make room (Capture:MaxAge, MaxFiles, MaxBytes there), or by hand. Ask for another one, with --upload to keep it.";

    /// <summary>A refused agent comes back within a minute at most, so after a few of them it is gone.</summary>
    private static readonly TimeSpan DoubleIsNews = TimeSpan.FromMinutes(3);

    private const string ForgottenNode = "The node was forgotten with 'fleet node-forget'; it is not known to this coordinator any more.";

    private Inventory _inventory = null!;
    private InstanceNews _news = null!;
    private CommandDispatch _commands = null!;
    private NodeDumps _dumps = null!;
    private LiveSession? _session;
    private Heartbeat? _beat;
    private RefusedDouble? _double;
    private DateTimeOffset _seenStored;

    private string Id => this.GetPrimaryKeyString();

    private string Name => node.State.Hello?.NodeName ?? Id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _inventory = new Inventory(node.State);
        _news = new InstanceNews(GrainFactory);
        _commands = new CommandDispatch(this, commands, directory, GrainFactory, logger);
        _dumps = new NodeDumps(node.State);
        _seenStored = node.State.LastSeen;
        return Task.CompletedTask;
    }

    public async Task<string?> Attach(Hello hello, string address, string sessionId, IAgentSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_session is { } live && live.Id != sessionId)
        {
            if (live.RunId != hello.AgentRunId && now - live.LastHeard < gateway.IdleTimeout)
            {
                _double = new RefusedDouble(hello.AgentRunId, address, now);
                return $"Another agent is connected as node {Id} ({Name}) from {node.State.Address}: two agents run with one identity. Stop one, or give this machine a node id of its own.";
            }

            await live.Observer.Supersede("The agent has opened another stream.");
        }

        _session = new LiveSession(sessionId, hello.AgentRunId, session, now) { LastHeard = now };
        _inventory.ForgetReferences();
        _beat = null;
        if (_double?.RunId == hello.AgentRunId)
            _double = null;
        if (!hello.Equals(node.State.Hello) || address != node.State.Address)
        {
            await directory.PutAsync(DirectoryKind.Node, Id, hello.NodeName, cancellationToken);
            node.State.Hello = hello;
            node.State.Address = address;
            node.State.LastSeen = now;
            await StoreAsync();
        }

        await _commands.ExpireAsync(now, cancellationToken);
        await DeliverAsync(now, reconnected: true);
        return null;
    }

    public async Task Detach(string sessionId, CancellationToken cancellationToken)
    {
        if (_session?.Id != sessionId)
            return;

        _session = null;
        node.State.LastSeen = time.GetUtcNow();
        await StoreAsync();
    }

    public async Task<bool> Announce(string sessionId, InstanceAnnouncement announcement, CancellationToken cancellationToken)
    {
        if (!Hear(sessionId))
            return false;

        var before = node.State.Instances.GetValueOrDefault(announcement.Instance.ToIdentity().ToString());
        if (!_inventory.Announce(announcement, Name, out var instance))
            return true;

        await _news.AnnouncedAsync(before, instance, cancellationToken);
        await StoreAsync();
        return true;
    }

    public async Task<bool> Beat(string sessionId, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        if (!Hear(sessionId))
            return false;

        _beat = heartbeat;
        var (resumed, ended) = _inventory.Beat(heartbeat);
        foreach (var instance in resumed)
            await _news.ResumedAsync(instance, cancellationToken);
        foreach (var instance in ended)
            await _news.EndedAsync(instance, cancellationToken);

        var gone = _dumps.Missing(heartbeat.Dumps);
        foreach (var dump in gone)
        {
            await GrainFactory.GetGrain<IDumpGrain>(dump).Expire(DumpState.OnNode, GoneFromNode, cancellationToken);
            _dumps.Forget(dump);
        }

        if (resumed.Count + ended.Count + gone.Count > 0)
            await StoreAsync();

        var now = time.GetUtcNow();
        await _commands.ExpireAsync(now, cancellationToken);
        await DeliverAsync(now, reconnected: false);
        await KeepSeenAsync(now);
        return true;
    }

    public Task<bool> LookFailed(string sessionId, LookFailure failure, CancellationToken cancellationToken) =>
        HearAsync(sessionId, failure.InstanceRef, instance => Inventory.LookFailed(instance, failure));

    public async Task<bool?> LookSucceeded(string sessionId, uint instanceRef, DateTimeOffset takenAt, CancellationToken cancellationToken) =>
        await HearAsync(sessionId, instanceRef, instance => Inventory.LookSucceeded(instance, takenAt))
            ? _inventory.ByReference(instanceRef) is not { LastLookFailure.Length: > 0 }
            : null;

    public async Task Answer(CommandUpdate update, CancellationToken cancellationToken)
    {
        if (await _commands.AnswerAsync(update, cancellationToken) && _dumps.Answer(update))
            await StoreAsync();
    }

    public async Task<CommandStatus> Ask(Command command, CancellationToken cancellationToken)
    {
        if (_commands.Find(command.Id) is { } asked)
            return Describe(asked);

        var status = await _commands.AddAsync(command, Name, cancellationToken);
        await DeliverAsync(time.GetUtcNow(), reconnected: false);
        return Describe(status);
    }

    public async Task<CommandStatus?> Command(string commandId, CancellationToken cancellationToken)
    {
        await _commands.ExpireAsync(time.GetUtcNow(), cancellationToken);
        return _commands.Find(commandId) is { } status ? Describe(status) : null;
    }

    public async Task<NewestCommands> Commands(int top, CancellationToken cancellationToken)
    {
        await _commands.ExpireAsync(time.GetUtcNow(), cancellationToken);
        var newest = _commands.Newest(top);
        newest.Statuses.ForEach(Place);
        return newest;
    }

    public Task ForgetAnswer(string commandId, CancellationToken cancellationToken) => _commands.ForgetAnswerAsync(commandId);

    public async Task<bool> Forget(CancellationToken cancellationToken)
    {
        if (Connected)
            return false;

        foreach (var instance in node.State.Instances.Values.Where(i => i.Running))
            await _news.EndedAsync(instance, cancellationToken);
        foreach (var dump in node.State.DumpsOnNode)
            await GrainFactory.GetGrain<IDumpGrain>(dump).Expire(DumpState.OnNode, ForgottenNode, cancellationToken);
        await _commands.GiveUpAsync(ForgottenNode, time.GetUtcNow(), cancellationToken);
        // In this order: killed in between, it is still listed and can be forgotten again.
        node.State.Forget();
        await StoreAsync();
        await directory.RemoveAsync(DirectoryKind.Node, Id, cancellationToken);
        DeactivateOnIdle();
        return true;
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
            PendingCommands = _commands.Pending,
            Address = node.State.Address,
            RefusedDoubleAddress = _double is { } other && time.GetUtcNow() - other.At < DoubleIsNews ? other.Address : "",
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
        // Stored with whatever is stored next, or with a heartbeat when that has not been for long.
        node.State.LastSeen = _session.LastHeard;
        return true;
    }

    private CommandStatus Describe(CommandStatus status)
    {
        var described = status.Clone();
        Place(described);
        return described;
    }

    private void Place(CommandStatus described)
    {
        described.NodeName = Name;
        described.NodeConnected = Connected;
    }

    private Task DeliverAsync(DateTimeOffset now, bool reconnected) =>
        _session is { } live ? _commands.DeliverAsync(live.Observer, now, reconnected) : Task.CompletedTask;

    private async Task<bool> HearAsync(string sessionId, uint instanceRef, Func<FleetInstance, bool> change)
    {
        if (!Hear(sessionId))
            return false;

        if (_inventory.ByReference(instanceRef) is { } instance && change(instance))
            await StoreAsync();
        return true;
    }

    // Not with every heartbeat, but so that a coordinator that was killed knows it as exactly as it tells a silent node from one that is gone.
    private async Task KeepSeenAsync(DateTimeOffset now)
    {
        if (now - _seenStored < gateway.IdleTimeout)
            return;

        try
        {
            await StoreAsync();
        }
        catch (Exception e) when (e is StorageUnavailableException or OrleansException)
        {
            // Not worth the stream: a later heartbeat tries again, and the writer says that the disk is full.
            _seenStored = now;
        }
    }

    private async Task StoreAsync()
    {
        var seen = node.State.LastSeen;
        await node.StoreAsync(this, CancellationToken.None);
        _seenStored = seen;
    }
}
