using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Storage;

namespace Fleet.Coordinator.Nodes;

/// <summary>What a node is asked: kept before it is sent, sent until it is answered, and told to the dump that it is about. A part of the node's grain.</summary>
internal sealed partial class CommandDispatch(
    INodeGrain node, IPersistentState<NodeCommands> commands, IFleetDirectory directory, IGrainFactory grains, ILogger logger)
{
    private readonly ILogger _logger = logger;
    private readonly CommandLedger _ledger = new(commands.State);

    /// <summary>Commands that are not over.</summary>
    public int Pending => _ledger.Pending;

    /// <summary>How a command fares; null when it was never asked, or long ago.</summary>
    public CommandStatus? Find(string id) => _ledger.Find(id)?.Status;

    /// <summary>Copies of how the newest fare.</summary>
    /// <param name="top">So many; 0: all that are kept.</param>
    public NewestCommands Newest(int top) => _ledger.Newest(top);

    /// <summary>Keeps a new command. A dump's begins its life with it.</summary>
    public async Task<CommandStatus> AddAsync(Command command, string nodeName, CancellationToken cancellationToken)
    {
        await directory.PutAsync(DirectoryKind.Command, command.Id, node.GetPrimaryKeyString(), cancellationToken);
        if (command.ActionCase == Command.ActionOneofCase.Dump)
        {
            await Dump(command.Id).Create(command, nodeName, cancellationToken);
            await directory.PutAsync(DirectoryKind.Dump, command.Id, node.GetPrimaryKeyString(), cancellationToken);
        }

        var entry = _ledger.Add(command);
        await StoreAsync();
        LogAsked(command.Id, entry.Status.Action, entry.Status.InstanceId, command.RequestedBy);
        return entry.Status;
    }

    /// <summary>Takes the agent's word on a command; false when this node was never asked for it, or long ago.</summary>
    public async Task<bool> AnswerAsync(CommandUpdate update, CancellationToken cancellationToken)
    {
        var changed = _ledger.Answer(update, out var entry);
        if (entry is { Status.Action: "dump" } && update.Dump is not null)
            await Dump(update.CommandId).Progress(update, cancellationToken);
        else if (changed is { Status: { Action: "dump", State: CommandState.Failed } })
            await Dump(update.CommandId).Fail(update.Detail, cancellationToken);
        if (changed is not null)
            await StoreAsync();
        return entry is not null;
    }

    /// <summary>Drops an answer that has been taken.</summary>
    public Task ForgetAnswerAsync(string id) => _ledger.ForgetAnswer(id) ? StoreAsync() : Task.CompletedTask;

    /// <summary>Sends what is due down a stream.</summary>
    public async Task DeliverAsync(IAgentSession session, DateTimeOffset now, bool reconnected)
    {
        foreach (var command in _ledger.Due(now, reconnected))
            await session.Deliver(command);
    }

    /// <summary>Ends what nobody took in time.</summary>
    public Task ExpireAsync(DateTimeOffset now, CancellationToken cancellationToken) => EndAsync(_ledger.Expire(now), cancellationToken);

    /// <summary>Ends everything that is not over.</summary>
    public Task GiveUpAsync(string reason, DateTimeOffset now, CancellationToken cancellationToken) => EndAsync(_ledger.GiveUp(reason, now), cancellationToken);

    private async Task EndAsync(List<CommandEntry> ended, CancellationToken cancellationToken)
    {
        if (ended.Count == 0)
            return;

        foreach (var entry in ended.Where(e => e.Status.Action == "dump"))
            await Dump(entry.Command.Id).Fail(entry.Status.Detail, cancellationToken);
        await StoreAsync();
    }

    private IDumpGrain Dump(string id) => grains.GetGrain<IDumpGrain>(id);

    private Task StoreAsync() => commands.StoreAsync((IGrainBase)node, CancellationToken.None);

    [LoggerMessage(1401, LogLevel.Information, "Command {Id}: a {Action} of {Instance} for {RequestedBy}.")]
    private partial void LogAsked(string id, string action, string instance, string requestedBy);
}
