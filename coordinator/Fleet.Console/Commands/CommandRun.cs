using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Spectre.Console;

namespace Fleet.Console.Commands;

/// <summary>What <c>look</c> and <c>dump</c> have in common once the coordinator has taken them: wait, show, exit code.</summary>
internal static class CommandRun
{
    /// <summary>Waits if that is asked for, shows how the commands fare, and gives the exit code.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="response">The coordinator's answer, which holds <paramref name="commands"/>.</param>
    /// <param name="commands">Replaced by how they ended.</param>
    /// <param name="atMost">How long to wait; null: not at all.</param>
    /// <param name="next">What else to say to a person.</param>
    /// <param name="cancellationToken">Ends the wait, not the commands.</param>
    public static async Task<int> FinishAsync(
        Session session, IMessage response, RepeatedField<CommandStatus> commands, TimeSpan? atMost, Action next, CancellationToken cancellationToken)
    {
        if (atMost is { } patience)
        {
            await WaitAsync(session, commands, patience, cancellationToken);
        }

        await session.AnswerAsync(
            response,
            _ =>
            {
                Show(session.Out, commands);
                next();
            },
            cancellationToken);
        return Conclude(session, commands, waited: atMost is not null);
    }

    private static async Task WaitAsync(Session session, RepeatedField<CommandStatus> commands, TimeSpan atMost, CancellationToken cancellationToken)
    {
        IReadOnlyList<CommandStatus> ended;
        try
        {
            ended = session.Error.IsLive()
                ? await Bars(session.Error).StartAsync(context =>
                    new CommandWatch(session, new BarDisplay(context)).FollowAsync(commands, atMost, cancellationToken))
                : await new CommandWatch(session, new LineDisplay(session.Error)).FollowAsync(commands, atMost, cancellationToken);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            throw new CommandFailure("Interrupted: what was asked for goes on; 'fleet commands' shows how it ends.");
        }

        commands.Clear();
        commands.AddRange(ended);
    }

    private static void Show(IAnsiConsole console, IReadOnlyCollection<CommandStatus> commands)
    {
        var table = new FleetTable(new Column("Command"), new Column("Instance"), new Column("State"), new Column("Detail", Wrap: true));
        foreach (var command in commands)
        {
            table.Add(
                command.Id, new Cell(command.Instance(), Palette.Strong),
                new Cell(command.Progress(), CommandWords.Style(command.State)), command.Detail);
        }

        table.Write(console);
    }

    /// <summary>Complains about what did not end well.</summary>
    private static int Conclude(Session session, IReadOnlyCollection<CommandStatus> commands, bool waited)
    {
        var bad = commands.Where(c => c.State is CommandState.Failed or CommandState.Expired).ToList();
        foreach (var command in bad)
        {
            session.Complain($"{command.Instance()}: {CommandWords.State(command.State)}{(command.Detail.Length > 0 ? $": {command.Detail}" : "")}");
        }

        var open = commands.Count(c => !c.IsOver());
        if (waited && open > 0)
        {
            session.Complain($"{Words.Number(open, "command")} not over yet: the time to wait is up, the work goes on; 'fleet commands' shows how it ends.");
        }

        return bad.Count > 0 || (waited && open > 0) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static Progress Bars(IAnsiConsole console) => console.Progress()
        .AutoClear(false)
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn());
}
