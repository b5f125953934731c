using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Instances;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Dumps;

/// <summary><c>fleet dumps</c>: which dumps there are and where they are.</summary>
internal static class DumpsCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("dumps", "The dumps, newest first, and where they are.");
        host.Run(command, async (session, _, cancellationToken) =>
        {
            var response = await session.Coordinator.AskAsync((c, o) => c.ListDumpsAsync(new ListDumpsRequest(), o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session, r), cancellationToken);
        });
        return command;
    }

    private static void Show(Session session, ListDumpsResponse response)
    {
        if (response.Dumps.Count == 0)
        {
            session.Out.Say("No dumps: ask for one with 'fleet dump INSTANCE --upload --wait'.");
            return;
        }

        var table = new FleetTable(
            new Column("Id"), new Column("Instance"), new Column("Kind"), new Column("State"), new Column("Size", Right: true),
            new Column("Requested", Spare: true), new Column("By", Spare: true), new Column("Detail", Wrap: true));
        foreach (var dump in response.Dumps)
        {
            table.Add(
                dump.Id, new Cell(InstanceWords.Name(dump.NodeName, dump.Instance, dump.InstanceId), Palette.Strong),
                DumpWords.Kind(dump.Kind), new Cell(DumpWords.State(dump), DumpWords.Style(dump.State)),
                dump.SizeBytes == 0 ? "-" : Units.Bytes(dump.SizeBytes), Ages.Ago(dump.RequestedAt, session.Now), dump.RequestedBy, dump.Detail);
        }

        table.Write(session.Out);
    }
}
