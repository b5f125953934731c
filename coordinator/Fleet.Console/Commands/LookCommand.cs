using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Commands;

/// <summary><c>fleet look</c>: take a heap summary now.</summary>
internal static class LookCommand
{
    // The coordinator's own default for the life of such a command.
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(10);

    public static Command Create(CommandHost host)
    {
        var selector = new SelectorArguments();
        var wait = new WaitOptions(AtMost);
        var command = new Command("look", "Take a heap summary now: pauses the process for milliseconds.");
        selector.AddTo(command);
        wait.AddTo(command);
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new RequestLookRequest
            {
                Selector = selector.Read(parsed),
                RequestedBy = session.Configuration.Settings.RequestedBy,
                RequestId = Guid.CreateVersion7(session.Now).ToString("N"),
            };
            var response = await session.Coordinator.AskAsync((c, o) => c.RequestLookAsync(request, o), cancellationToken);
            return await CommandRun.FinishAsync(session, response, response.Commands, wait.Read(parsed), () => { }, cancellationToken);
        });
        return command;
    }
}
