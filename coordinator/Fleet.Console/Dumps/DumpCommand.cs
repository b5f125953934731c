using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Commands;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using CommandState = Fleet.Contracts.AgentApi.CommandState;
using DumpKind = Fleet.Contracts.AgentApi.DumpKind;

namespace Fleet.Console.Dumps;

/// <summary><c>fleet dump</c>: an on-demand dump, from here.</summary>
internal static class DumpCommand
{
    // The coordinator's own default for the life of such a command.
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(60);

    public static Command Create(CommandHost host)
    {
        var selector = new SelectorArguments();
        var wait = new WaitOptions(AtMost);
        var kind = new Option<string>("--kind")
        {
            Description = "full: all memory; heap: what a .NET debugger needs; mini: threads and modules.",
            HelpName = "full|heap|mini",
            DefaultValueFactory = _ => "full",
        };
        kind.AcceptOnlyFromAmong("full", "heap", "mini");
        var upload = new Option<bool>("--upload") { Description = "Bring the file to the coordinator, from where 'fleet dump-get' fetches it." };
        var command = new Command("dump", "Take a dump: pauses the process while it is written.");
        selector.AddTo(command);
        command.Add(kind);
        command.Add(upload);
        wait.AddTo(command);
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new RequestDumpRequest
            {
                Selector = selector.Read(parsed),
                Kind = Enum.Parse<DumpKind>(parsed.GetRequiredValue(kind), ignoreCase: true),
                Upload = parsed.GetValue(upload),
                RequestedBy = session.Configuration.Settings.RequestedBy,
                RequestId = Guid.CreateVersion7(session.Now).ToString("N"),
            };
            var response = await session.Coordinator.AskAsync((c, o) => c.RequestDumpAsync(request, o), cancellationToken);
            return await CommandRun.FinishAsync(session, response, response.Commands, wait.Read(parsed), () => SayNext(session, request, response), cancellationToken);
        });
        return command;
    }

    private static void SayNext(Session session, RequestDumpRequest request, RequestDumpResponse response)
    {
        if (request.Upload && response.Commands.FirstOrDefault(c => c.State is CommandState.Succeeded) is { } stored)
        {
            session.Out.Say($"Fetch it with: fleet dump-get {stored.Id} -o {stored.Id}.dmp", Palette.Faint);
        }
    }
}
