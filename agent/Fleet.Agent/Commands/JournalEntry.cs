using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Commands;

/// <summary>A command and the newest word on it.</summary>
/// <param name="Command">As it was asked.</param>
/// <param name="Update">How it fares.</param>
/// <param name="Attempt">How often it was begun; a capture that takes the agent down is not begun for ever.</param>
internal sealed record JournalEntry(Command Command, CommandUpdate Update, int Attempt)
{
    /// <summary>Nothing more will become of it.</summary>
    public bool IsFinished => Update.State is CommandState.Succeeded or CommandState.Failed or CommandState.Expired;
}
