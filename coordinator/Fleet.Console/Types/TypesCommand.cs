using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Instances;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Types;

/// <summary><c>fleet types INSTANCE</c>: the histogram of one heap at one moment.</summary>
internal static class TypesCommand
{
    public static Command Create(CommandHost host)
    {
        var instance = InstanceName.CreateArgument();
        var at = TimeExpression.CreateOption("--at", "The newest histogram at or before this time; default: the newest.", host.Clock);
        var top = TopOption.Create();
        var command = new Command("types", "What is on the heap of an instance, most bytes first.") { instance, at, top };
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new GetTypesRequest
            {
                Instance = parsed.GetRequiredValue(instance),
                At = parsed.GetValue(at)?.ToTimestamp(),
                Top = TopOption.Rows(parsed.GetValue(top), session.Json),
            };
            var response = await session.Coordinator.AskAsync((c, o) => c.GetTypesAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session, request.Instance, r), cancellationToken);
        });
        return command;
    }

    private static void Show(Session session, string instance, GetTypesResponse response)
    {
        var heap = response.Heap;
        session.Out.Say($"{instance} at {Ages.Moment(response.TakenAt)} ({Ages.Ago(response.TakenAt, session.Now)})", Palette.Strong);
        if (heap is not null)
        {
            session.Out.Say($"{Units.Count(heap.Objects)} objects, {Units.Bytes(heap.Bytes)}, {Units.Bytes(heap.FreeBytes)} free; "
                + $"paused {Units.Milliseconds(heap.PauseMs)}, walked in {Units.Milliseconds(heap.WalkMs)}", Palette.Faint);
            if (!heap.Complete)
            {
                session.Out.Say($"Not complete: {heap.IncompleteReason}", Palette.Warning);
            }
        }

        var table = new FleetTable(
            new Column("Bytes", Right: true), new Column("Share", Right: true), new Column("Count", Right: true),
            new Column("Type", TypeName: true), new Column("Module", Wrap: true, Spare: true, Least: 16));
        var total = heap is { Bytes: > 0 } ? heap.Bytes : Math.Max(1, response.Types_.Sum(t => t.Bytes));
        foreach (var type in response.Types_)
        {
            table.Add(
                Units.Bytes(type.Bytes), Units.Percent(type.Bytes / (double)total), Units.Count(type.Count),
                new Cell(type.Name, Palette.Strong), new Cell(type.Module, Palette.Faint));
        }

        table.Write(session.Out);
        session.Out.Rest(response.Types_.Count, response.TypesTotal);
    }
}
