using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Commands;

/// <summary><c>fleet commands [ID]</c>: what nodes were asked to do, and how that ended.</summary>
internal static class CommandsCommand
{
    public static Command Create(CommandHost host)
    {
        var id = new Argument<string?>("ID") { Description = "One of them in full.", Arity = ArgumentArity.ZeroOrOne };
        var node = new Option<string?>("--node") { Description = "Only those of this node.", HelpName = "NODE" };
        var top = TopOption.Create();
        var command = new Command("commands", "What nodes were asked to do in the last week, of each the 200 newest that are over, newest first, and how it ended.") { id, node, top };
        command.Validators.Add(result =>
        {
            if (result.GetResult(id) is { Tokens.Count: > 0 } && (result.GetResult(node) is not null || result.GetResult(top) is not null))
            {
                result.AddError("Give ID alone, or --node and --top to list");
            }
        });
        host.Run(command, (session, parsed, cancellationToken) => parsed.GetValue(id) is { } one
            ? OneAsync(session, one, cancellationToken)
            : ListAsync(session, parsed.GetValue(node) ?? "", TopOption.Rows(parsed.GetValue(top), session.Json), cancellationToken));
        return command;
    }

    private static async Task<int> OneAsync(Session session, string id, CancellationToken cancellationToken)
    {
        var request = new GetCommandRequest { CommandId = id };
        var response = await session.Coordinator.AskAsync((c, o) => c.GetCommandAsync(request, o), cancellationToken);
        return await session.AnswerAsync(response, r => CommandStory.Write(session.Out, r.Command, session.Now), cancellationToken);
    }

    private static async Task<int> ListAsync(Session session, string node, int top, CancellationToken cancellationToken)
    {
        var request = new ListCommandsRequest { Node = node, Top = top };
        var response = await session.Coordinator.AskAsync((c, o) => c.ListCommandsAsync(request, o), cancellationToken);
        return await session.AnswerAsync(response, r => Show(session, r), cancellationToken);
    }

    private static void Show(Session session, ListCommandsResponse response)
    {
        if (response.Commands.Count == 0)
        {
            session.Out.Say("No commands: nothing was asked of a node in the last week.");
            return;
        }

        var table = new FleetTable(
            new Column("Id"), new Column("Asked for", Wrap: true), new Column("Instance"), new Column("State", Wrap: true),
            new Column("Requested", Spare: true), new Column("By", Spare: true), new Column("Detail", Wrap: true));
        foreach (var command in response.Commands)
        {
            table.Add(
                command.Id, CommandWords.AskedFor(command), new Cell(command.Instance(), Palette.Strong),
                new Cell(command.Progress(), CommandWords.Style(command.State)), Ages.Ago(command.RequestedAt, session.Now), command.RequestedBy, command.Detail);
        }

        table.Write(session.Out);
        if (response.CommandsTotal > response.Commands.Count)
        {
            session.Out.Say($"{Units.Count(response.CommandsTotal - response.Commands.Count)} older ones are not shown: --top 0 shows all.", Palette.Faint);
        }
    }
}
