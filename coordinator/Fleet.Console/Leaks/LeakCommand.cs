using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Leaks;

/// <summary><c>fleet leak ID</c>: all that is known of one incident.</summary>
internal static class LeakCommand
{
    public static Command Create(CommandHost host)
    {
        var id = new Argument<string>("ID") { Description = "As 'fleet leaks' shows it." };
        var command = new Command("leak", "One leak: cause, instances, evidence, holders.") { id };
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new GetIncidentRequest { IncidentId = parsed.GetRequiredValue(id) };
            var response = await session.Coordinator.AskAsync((c, o) => c.GetIncidentAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => LeakStory.Write(session.Out, r.Incident, session.Now), cancellationToken);
        });
        return command;
    }
}
