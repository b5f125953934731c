using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Agent.Commands;

/// <summary>The word on one command as it changes: kept in the journal where it matters, told to the coordinator always.</summary>
internal sealed class CommandProgress(JournalEntry entry, CommandJournal journal, UplinkOutbox outbox, TimeProvider time)
{
    private JournalEntry _entry = entry;

    /// <summary>As last kept or told.</summary>
    public JournalEntry Entry => _entry;

    /// <summary>What was asked.</summary>
    public Command Command => _entry.Command;

    /// <summary>Counts another beginning.</summary>
    public void BeginAttempt() => _entry = _entry with { Attempt = _entry.Attempt + 1 };

    /// <summary>Keeps a new word on disk, then tells it.</summary>
    public void Keep(CommandState state, string detail, DumpProgress? dump = null, RetentionResult? retention = null)
    {
        Change(state, detail, dump, retention);
        journal.Record(_entry);
        Tell();
    }

    /// <summary>Tells a new word that need not survive the agent.</summary>
    public void Pass(CommandState state, string detail, DumpProgress? dump = null)
    {
        Change(state, detail, dump);
        Tell();
    }

    /// <summary>Tells the newest word again.</summary>
    public void Tell() => outbox.Post(_entry.Update.Clone());

    private void Change(CommandState state, string detail, DumpProgress? dump, RetentionResult? retention = null) => _entry = _entry with
    {
        Update = new CommandUpdate
        {
            CommandId = _entry.Command.Id,
            State = state,
            At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            Detail = detail,
            Dump = dump ?? _entry.Update.Dump,
            Retention = retention ?? _entry.Update.Retention,
        },
    };
}
