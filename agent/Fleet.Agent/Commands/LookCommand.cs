using Fleet.Agent.Looks;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Heap;

namespace Fleet.Agent.Commands;

/// <summary>A look on command.</summary>
internal sealed class LookCommand(CommandTarget target, LookQueue looks, SpooledLooks spooled) : ICommandAction
{
    /// <inheritdoc/>
    public Command.ActionOneofCase Kind => Command.ActionOneofCase.Look;

    /// <inheritdoc/>
    public async Task CarryOutAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        // The agent may have been ended between the summary's way into the spool and the word on it.
        if (progress.Entry.Attempt > 0 && spooled.Holds(progress.Command.Id))
        {
            progress.Keep(CommandState.Succeeded, "looked; the agent was restarted meanwhile");
            return;
        }

        var process = target.Of(progress.Command);
        progress.BeginAttempt();
        progress.Keep(CommandState.Running, "looking");
        var outcome = await looks.TakeAsync(new LookRequest(process.Identity, LookTrigger.Command, progress.Command.Id), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        progress.Keep(outcome.Taken ? CommandState.Succeeded : CommandState.Failed, outcome.Detail);
    }
}
