using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Commands;

/// <summary>Carries out one kind of command.</summary>
internal interface ICommandAction
{
    /// <summary>Which kind.</summary>
    Command.ActionOneofCase Kind { get; }

    /// <summary>
    /// Carries it out, or goes on with it after the agent was ended in the middle. Ends with a word that is final, or with an exception.
    /// </summary>
    /// <exception cref="CommandFailedException">It can't be done.</exception>
    /// <exception cref="OperationCanceledException">The agent stops; it is gone on with at the next start.</exception>
    Task CarryOutAsync(CommandProgress progress, CancellationToken cancellationToken);
}
