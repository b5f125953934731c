using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Types;

/// <summary><c>fleet diff INSTANCE</c>: what grew between two moments.</summary>
internal static class DiffCommand
{
    public static Command Create(CommandHost host)
    {
        var instance = InstanceName.CreateArgument();
        var from = TimeExpression.CreateOption("--from", "The earlier moment; default: the oldest histogram.", host.Clock);
        var to = TimeExpression.CreateOption("--to", "The later moment; default: the newest histogram.", host.Clock);
        var top = TopOption.Create();
        var command = new Command("diff", "What grew on the heap of an instance between two moments, most growth first.") { instance, from, to, top };
        TimeExpression.MustBeInOrder(command, from, to, host.Clock);
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new DiffTypesRequest
            {
                Instance = parsed.GetRequiredValue(instance),
                From = parsed.GetValue(from)?.ToTimestamp(),
                To = parsed.GetValue(to)?.ToTimestamp(),
                Top = TopOption.Rows(parsed.GetValue(top), session.Json),
            };
            var response = await session.Coordinator.AskAsync((c, o) => c.DiffTypesAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session, request.Instance, r), cancellationToken);
        });
        return command;
    }

    private static void Show(Session session, string instance, DiffTypesResponse response)
    {
        var span = response.From is null || response.To is null ? "" : $" ({Ages.Span(response.To.ToDateTimeOffset() - response.From.ToDateTimeOffset())})";
        session.Out.Say($"{instance} from {Ages.Moment(response.From)} to {Ages.Moment(response.To)}{span}", Palette.Strong);
        var table = new FleetTable(
            new Column("+Bytes", Right: true), new Column("+Count", Right: true), new Column("Bytes now", Right: true),
            new Column("Count now", Right: true), new Column("Type", TypeName: true), new Column("Module", Wrap: true, Spare: true, Least: 16));
        foreach (var type in response.Types_)
        {
            var bytes = type.BytesTo - type.BytesFrom;
            table.Add(
                new Cell(Units.Difference(bytes), bytes switch { > 0 => Palette.Warning, < 0 => Palette.Good, _ => Palette.Plain }),
                Units.CountDifference(type.CountTo - type.CountFrom), Units.Bytes(type.BytesTo), Units.Count(type.CountTo),
                new Cell(type.Name, Palette.Strong), new Cell(type.Module, Palette.Faint));
        }

        table.Write(session.Out);
        session.Out.Rest(response.Types_.Count, response.TypesTotal);
    }
}
