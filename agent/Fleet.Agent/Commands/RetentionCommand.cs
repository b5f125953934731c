using Fleet.Agent.Looks;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;

namespace Fleet.Agent.Commands;

/// <summary>Asks on command who holds the objects of a type. The answer is a part of the last word, so it is kept and told again as that is.</summary>
internal sealed class RetentionCommand(CommandTarget target, LookQueue looks) : ICommandAction
{
    private const int MostAttempts = 2;
    private const int LongestType = 4000;

    /// <inheritdoc/>
    public Command.ActionOneofCase Kind => Command.ActionOneofCase.Retention;

    /// <inheritdoc/>
    public async Task CarryOutAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        var type = new TypeKey(progress.Command.Retention.Type, progress.Command.Retention.Module);
        // A type can't be mistaken for a switch of the worker.
        if (type.Name.Length == 0 || type.Name.StartsWith('-') || type.Module.StartsWith('-'))
            throw new CommandFailedException("the command names no type; give the full name of one");
        if (type.Name.Length + type.Module.Length > LongestType)
            throw new CommandFailedException($"the type's name and module are {type.Name.Length + type.Module.Length} characters long, and {LongestType} are taken at most");
        if (progress.Entry.Attempt >= MostAttempts)
            throw new CommandFailedException($"the agent ended {MostAttempts} times while it asked; see the node's logs before asking again");

        var process = target.Of(progress.Command);
        progress.BeginAttempt();
        progress.Keep(CommandState.Running, "following references");
        var outcome = await looks.TakeAsync(new LookRequest(process.Identity, LookTrigger.Command, progress.Command.Id, HoldersOf: type), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        progress.Keep(outcome.Taken ? CommandState.Succeeded : CommandState.Failed, outcome.Detail, retention: outcome.Holders);
    }
}
