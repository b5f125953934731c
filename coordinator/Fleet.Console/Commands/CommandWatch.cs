using Fleet.Console.CommandLine;
using Fleet.Console.Coordinator;
using Fleet.Contracts.ConsoleApi;
using Grpc.Core;

namespace Fleet.Console.Commands;

/// <summary>
/// Follows commands until all of them are over. The coordinator may go away meanwhile: commands outlive that, and so does this.
/// </summary>
internal sealed class CommandWatch(Session session, ICommandDisplay display)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    /// <summary>How they ended, or how they stood when the time was over; in the given order.</summary>
    /// <exception cref="OperationCanceledException">Interrupted by the user.</exception>
    public async Task<IReadOnlyList<CommandStatus>> FollowAsync(
        IReadOnlyList<CommandStatus> commands, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var standing = commands.ToArray();
        var end = session.Now + atMost;
        display.Show(standing);
        while (standing.Any(c => !c.IsOver()) && session.Now < end)
        {
            await Task.Delay(Interval, session.Clock, cancellationToken);
            for (var i = 0; i < standing.Length; i++)
            {
                if (!standing[i].IsOver())
                {
                    standing[i] = await AskAsync(standing[i], cancellationToken);
                }
            }

            display.Show(standing);
        }

        return standing;
    }

    private async Task<CommandStatus> AskAsync(CommandStatus command, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetCommandRequest { CommandId = command.Id };
            var response = await session.Coordinator.AskQuietlyAsync((c, o) => c.GetCommandAsync(request, o), cancellationToken);
            return response.Command ?? command;
        }
        catch (RpcException e) when (CoordinatorFailures.IsPassing(e) && !cancellationToken.IsCancellationRequested)
        {
            display.Absent(CoordinatorFailures.Describe(e, session.Configuration.Settings));
            return command;
        }
    }
}
