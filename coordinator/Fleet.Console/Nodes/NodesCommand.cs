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

        var table = new FleetTable(
            new Column("Node"), new Column("State"), new Column("Seen"), new Column("Instances", Right: true),
            new Column("Spool", Right: true), new Column("Dropped", Right: true), new Column("Dumps", Right: true, Spare: true), new Column("Waiting", Right: true),
            new Column("Agent", Spare: true), new Column("System", Wrap: true, Spare: true), new Column("DataMiner", Wrap: true, Spare: true));
        foreach (var node in response.Nodes)
        {
            table.Add(
                new Cell(node.Name.Length > 0 ? node.Name : node.Id, Palette.Strong),
                node.Connected ? new Cell("connected", Palette.Good) : new Cell("away", Palette.Bad),
                Ages.Ago(node.LastSeen, session.Now),
                Units.Count(node.Instances),
                node.SpoolRecords == 0 ? "-" : $"{Units.Count(node.SpoolRecords)} ({Units.Bytes(node.SpoolBytes)})",
                new Cell(Units.Count(node.SpoolDropped), node.SpoolDropped > 0 ? Palette.Warning : Palette.Plain),
                node.DumpBytes == 0 ? "-" : Units.Bytes(node.DumpBytes),
                Units.Count(node.PendingCommands),
                node.AgentVersion,
                $"{node.OperatingSystem} {node.Architecture}".Trim(),
                node.DataminerId.Length == 0 ? "-" : $"{node.DataminerId} {node.DataminerVersion}".Trim());
        }

        table.Write(session.Out);
    }
}
