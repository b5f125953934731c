using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Leaks;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace Fleet.Console.Trends;

/// <summary><c>fleet trend</c>: series over time, drawn.</summary>
internal static class TrendCommand
{
    private const int DefaultLines = 6;
    private const int MostLines = 26;
    private const int PipedWidth = 100;
    private const int WidestChart = 140;
    private const int ChartRows = 17;
    private const int SparkWidth = 24;

    public static Command Create(CommandHost host)
    {
        var type = new Option<string?>("--type") { Description = "This type, or all whose names hold this text, wherever it is.", HelpName = "TYPE" };
        var protocol = new Option<string?>("--protocol") { Description = "All types that this protocol's QActions define.", HelpName = "PROTOCOL" };
        var instance = InstanceName.CreateOption();
        var from = TimeExpression.CreateOption("--from", "Where to start.", host.Clock);
        var to = TimeExpression.CreateOption("--to", "Where to end; default: now.", host.Clock);
        var lines = NumberOption.Create(
            "--lines", "a number of series from 1", 1, $"How many series to draw, fastest growing first. Default: {DefaultLines}; the JSON has all.");
        var command = new Command("trend", "Memory over time, drawn in the terminal.") { type, protocol, instance, from, to, lines };
        command.Validators.Add(result =>
        {
            if (result.GetResult(type) is null && result.GetResult(protocol) is null && result.GetResult(instance) is null)
            {
                result.AddError("Say what to draw: --type TYPE, --protocol PROTOCOL or --instance INSTANCE");
            }
            else if (result.GetResult(type) is not null && result.GetResult(protocol) is not null)
            {
                result.AddError("Give --type or --protocol, not both; --instance may narrow either");
            }
        });
        TimeExpression.MustBeInOrder(command, from, to, host.Clock);
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new GetTrendRequest
            {
                Type = parsed.GetValue(type) ?? "",
                Protocol = parsed.GetValue(protocol) ?? "",
                Instance = parsed.GetValue(instance) ?? "",
                From = parsed.GetValue(from)?.ToTimestamp(),
                To = parsed.GetValue(to)?.ToTimestamp(),
            };
            var response = await session.Coordinator.AskAsync((c, o) => c.GetTrendAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session.Out, r, request.Protocol, Math.Min(parsed.GetValue(lines) ?? DefaultLines, MostLines)), cancellationToken);
        });
        return command;
    }

    internal static void Show(IAnsiConsole console, GetTrendResponse response, string protocol, int lines)
    {
        var series = TrendLines.Foremost(response.Series, lines);
        if (series.Count == 0)
        {
            console.Say("Nothing to draw: no summaries of it in this time. 'fleet instances' shows when each was last looked at.");
            return;
        }

        var width = console.Profile.Out.IsTerminal ? Math.Min(console.Profile.Width, WidestChart) : PipedWidth;
        foreach (var row in Chart.Draw(TrendLines.Charted(series, protocol), width, ChartRows, console.HasColors()))
        {
            console.Write(row);
        }

        console.Say("Bytes over time, UTC.", Palette.Faint);
        console.WriteLine();
        Table(console, series, protocol);
        if (series.Count < response.Series.Count)
        {
            console.Say($"{Units.Count(response.Series.Count - series.Count)} more series; --lines N draws more.", Palette.Faint);
        }
    }

    private static void Write(this IAnsiConsole console, IReadOnlyList<Run> row)
    {
        var line = new Paragraph();
        var ink = row.Count;
        while (ink > 0 && string.IsNullOrWhiteSpace(row[ink - 1].Text))
        {
            ink--;
        }

        foreach (var run in row.Take(ink))
        {
            line.Append(run.Text, run.Style);
        }

        console.Write(line);
        console.WriteLine();
    }

    private static void Table(IAnsiConsole console, IReadOnlyList<TrendSeries> series, string protocol)
    {
        var table = new FleetTable(
            new Column("Instance"), new Column("What", Wrap: true), new Column("Bytes", Right: true), new Column("Count", Right: true, Spare: true),
            new Column("Rate", Right: true), new Column("Verdict"), new Column("Course", Spare: true));
        foreach (var one in series)
        {
            var last = one.Points[^1];
            table.Add(
                new Cell(TrendLines.Instance(one), Palette.Strong), TrendLines.What(one, protocol), Units.Bytes(last.Bytes), Units.Count(last.Count),
                LeakWords.Rate(one.BytesPerHour), VerdictWords.Of(one),
                Sparkline.Draw([.. one.Points.Select(p => (double)p.Bytes)], SparkWidth));
        }

        table.Write(console);
        VerdictWords.Explain(console, series);
    }
}
