using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Nodes;

/// <summary><c>fleet node-forget NODE</c>: removes a node that is gone for good.</summary>
internal static class NodeForgetCommand
{
    public static Command Create(CommandHost host)
    {
        var node = new Argument<string>("NODE") { Description = "Its name, or id:ID, as 'fleet nodes' shows it." };
        var command = new Command("node-forget", "Remove a node that is gone for good; refused while it is connected. What was recorded of it stays.") { node };
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new ForgetNodeRequest { Node = parsed.GetRequiredValue(node) };
            var response = await session.Coordinator.AskAsync((c, o) => c.ForgetNodeAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session, r.Node), cancellationToken);
        });
        return command;
    }

    private static void Show(Session session, Node node) => session.Out.Say(
        $"{node.Name} (id {node.Id}) is forgotten; it was last heard of {Ages.Ago(node.LastSeen, session.Now)}. Should its agent connect again, it is back.", Palette.Good);
}
