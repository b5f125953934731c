using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Nodes;

/// <summary><c>fleet nodes</c>: who is connected and what is waiting there.</summary>
internal static class NodesCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("nodes", "The nodes: who is connected, and what their agents hold back.");
        host.Run(command, async (session, _, cancellationToken) =>
        {
            var response = await session.Coordinator.AskAsync((c, o) => c.ListNodesAsync(new ListNodesRequest(), o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session, r), cancellationToken);
        });
        return command;
    }

    private static void Show(Session session, ListNodesResponse response)
    {
        if (response.Nodes.Count == 0)
        {
            session.Out.Say("No nodes: start fleet-agent on each server, with this coordinator's URL.");
            return;
        }

        // Where a name is not enough to say which node is meant, the id is what to say.
        var clash = response.Nodes.Any(n => n.SameNameIds.Count > 0);
        List<Column> columns =
        [
            new("Node"), new("State"), new("Seen"), new("Instances", Right: true),
            new("Spool", Right: true), new("Dropped", Right: true), new("Dumps", Right: true, Spare: true), new("Waiting", Right: true),
            new("Address", Spare: true), new("Agent", Spare: true), new("System", Wrap: true, Spare: true), new("DataMiner", Wrap: true, Spare: true),
        ];
        if (clash)
        {
            columns.Insert(1, new Column("Same name"));
        }

        var table = new FleetTable([.. columns]);
        foreach (var node in response.Nodes)
        {
            List<Cell> cells =
            [
                new Cell(Name(node), Palette.Strong),
                node.Connected ? new Cell("connected", Palette.Good) : new Cell("away", Palette.Bad),
                Ages.Ago(node.LastSeen, session.Now),
                Units.Count(node.Instances),
                node.SpoolRecords == 0 ? "-" : $"{Units.Count(node.SpoolRecords)} ({Units.Bytes(node.SpoolBytes)})",
                new Cell(Units.Count(node.SpoolDropped), node.SpoolDropped > 0 ? Palette.Warning : Palette.Plain),
                node.DumpBytes == 0 ? "-" : Units.Bytes(node.DumpBytes),
                Units.Count(node.PendingCommands),
                node.Address.Length == 0 ? "-" : node.Address,
                node.AgentVersion,
                $"{node.OperatingSystem} {node.Architecture}".Trim(),
                node.DataminerId.Length == 0 ? "-" : $"{node.DataminerId} {node.DataminerVersion}".Trim(),
            ];
            if (clash)
            {
                cells.Insert(1, node.SameNameIds.Count == 0 ? "-" : new Cell($"! id:{node.Id}", Palette.Warning));
            }

            table.Add([.. cells]);
        }

        table.Write(session.Out);
        Remarks(session, response);
    }

    private static void Remarks(Session session, ListNodesResponse response)
    {
        foreach (var named in response.Nodes.Where(n => n.SameNameIds.Count > 0).GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase))
        {
            session.Out.Say(
                $"{Words.Number(named.Count(), "node")} are named {named.Key}: say which by {string.Join(" or ", named.Select(n => $"id:{n.Id}"))}, and give their agents different names with --node-name.",
                Palette.Warning);
        }

        foreach (var node in response.Nodes.Where(n => n.RefusedDoubleAddress.Length > 0))
        {
            session.Out.Say(
                $"{Name(node)}: another agent with its node id, from {node.RefusedDoubleAddress}, is refused: stop it, or give it a node id of its own with --node-id.", Palette.Warning);
        }
    }

    private static string Name(Node node) => node.Name.Length > 0 ? node.Name : node.Id;
}
