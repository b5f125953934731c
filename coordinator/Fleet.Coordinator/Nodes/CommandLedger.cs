using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.Nodes;

/// <summary>The rules for a node's commands: sent until answered, expired when nobody took them in time, forgotten long after they ended. Pure over its state.</summary>
internal sealed class CommandLedger(NodeCommands state)
{
    private const int MostFinishedKept = 200;

    /// <summary>Agents say less; what is longer is no answer of theirs and has no place in a grain's state.</summary>
    private const int MostAnswerBytes = 64 * 1024;

    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(7);

    /// <summary>Who asked has the answer by then; it is much larger than all else that is kept of a command.</summary>
    private static readonly TimeSpan ForgetAnswerAfter = TimeSpan.FromDays(1);

    /// <summary>An agent that took a command and was never heard of again does not keep it open for longer than this after its expiry.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(6);

    public int Pending => state.Entries.Count(e => !e.Finished);

    /// <summary>Copies of how the newest fare, newest first, without what retentions found.</summary>
    /// <param name="top">So many; 0: all that are kept.</param>
    public NewestCommands Newest(int top)
    {
        var newest = state.Entries.Select(e => e.Status).OrderByDescending(s => s.RequestedAt).ThenBy(s => s.Id, StringComparer.Ordinal);
        return new NewestCommands([.. newest.Take(top > 0 ? top : state.Entries.Count).Select(CopyWithoutAnswer)], state.Entries.Count);
    }

    public CommandEntry? Find(string id) => state.Entries.Find(e => e.Command.Id == id);

    public CommandEntry Add(Command command)
    {
        var entry = new CommandEntry
        {
            Command = command,
            Status = new CommandStatus
            {
                Id = command.Id,
                InstanceId = command.Instance.ToIdentity().ToString(),
                State = CommandState.Pending,
                RequestedAt = command.RequestedAt,
                ExpiresAt = command.ExpiresAt,
                RequestedBy = command.RequestedBy,
                Action = command.ActionCase switch
                {
                    Contracts.AgentApi.Command.ActionOneofCase.Dump => "dump",
                    Contracts.AgentApi.Command.ActionOneofCase.Retention => "retention",
                    _ => "look",
                },
                DumpKind = command.Dump?.Kind ?? DumpKind.Unspecified,
                Upload = command.Dump?.Upload ?? false,
                Type = command.Retention?.Type ?? "",
                Module = command.Retention?.Module ?? "",
            },
        };
        state.Entries.Add(entry);
        return entry;
    }

    /// <summary>Commands that the agent should get now: those that were not answered, and after a reconnect also those whose end was not heard.</summary>
    public IEnumerable<Command> Due(DateTimeOffset now, bool reconnected)
    {
        foreach (var entry in state.Entries.Where(e => !e.Finished))
        {
            var unanswered = entry.Status.State == CommandState.Pending && now - entry.SentAt >= SendAgainAfter;
            if (!reconnected && !unanswered)
                continue;

            entry.SentAt = now;
            yield return entry.Command;
        }
    }

    /// <summary>Takes an answer; returns the entry when something worth storing changed.</summary>
    public CommandEntry? Answer(CommandUpdate update, out CommandEntry? entry)
    {
        entry = Find(update.CommandId);
        // Words that were overtaken on the way, for example by a reconnect, don't take back an end.
        if (entry is null || entry.Finished || update.State < entry.Status.State)
            return null;

        var before = (entry.Status.State, entry.Status.Dump?.State);
        entry.Status.State = update.State;
        entry.Status.Detail = update.Detail;
        entry.Status.UpdatedAt = update.At;
        if (update.Dump is not null)
            entry.Status.Dump = update.Dump;
        if (update.Retention is { } retention && retention.CalculateSize() <= MostAnswerBytes)
            entry.Status.Retention = retention;
        return before == (entry.Status.State, entry.Status.Dump?.State) ? null : entry;
    }

    /// <summary>Who asked has the answer: only how the command ended is kept. True when something worth storing changed.</summary>
    public bool ForgetAnswer(string id)
    {
        if (Find(id) is not { Finished: true, Status: { Retention: not null } status })
            return false;

        status.Retention = null;
        return true;
    }

    /// <summary>Ends what nobody took in time and forgets what ended long ago; returns what ended just now.</summary>
    public List<CommandEntry> Expire(DateTimeOffset now)
    {
        var expired = state.Entries.Where(e => !e.Finished && now > DeadlineOf(e)).ToList();
        foreach (var entry in expired)
        {
            entry.Status.Detail = entry.Status.State == CommandState.Pending
                ? "The agent did not take the command before it expired; check that the node is connected and ask again."
                : "The agent took the command and was not heard of again; ask again once the node is connected.";
            entry.Status.State = CommandState.Expired;
            entry.Status.UpdatedAt = now.ToTimestamp();
        }

        var finished = state.Entries.Where(e => e.Finished).ToList();
        foreach (var entry in finished.Where((e, i) => i < finished.Count - MostFinishedKept || now - e.Command.RequestedAt.ToDateTimeOffset() > ForgetAfter))
            state.Entries.Remove(entry);
        foreach (var entry in finished.Where(e => now - e.Command.RequestedAt.ToDateTimeOffset() > ForgetAnswerAfter))
            entry.Status.Retention = null;
        return expired;
    }

    /// <summary>Ends everything that is not over; returns that.</summary>
    public List<CommandEntry> GiveUp(string reason, DateTimeOffset now)
    {
        var open = state.Entries.Where(e => !e.Finished).ToList();
        foreach (var entry in open)
        {
            entry.Status.State = CommandState.Expired;
            entry.Status.Detail = reason;
            entry.Status.UpdatedAt = now.ToTimestamp();
        }

        return open;
    }

    // An answer is much larger than all the rest, and nothing copies a message but for one part.
    private static CommandStatus CopyWithoutAnswer(CommandStatus status)
    {
        var answer = status.Retention;
        status.Retention = null;
        var copy = status.Clone();
        status.Retention = answer;
        return copy;
    }

    private static DateTimeOffset DeadlineOf(CommandEntry entry)
    {
        var expiry = entry.Command.ExpiresAt.ToDateTimeOffset();
        return entry.Status.State == CommandState.Pending ? expiry : expiry + GiveUpAfter;
    }
}
