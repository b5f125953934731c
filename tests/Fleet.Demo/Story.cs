using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Fleet.Demo;

/// <summary>Tells what happens while it happens; silent when the result is to be the only output.</summary>
internal sealed class Story(bool quiet)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly IAnsiConsole _console = AnsiConsole.Console;

    /// <summary>Seconds since the story began.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>A new chapter.</summary>
    public void Chapter(string title)
    {
        if (quiet)
            return;
        _console.WriteLine();
        _console.Write(new Rule($"[bold]{title.EscapeMarkup()}[/] [grey]{Clock}[/]").LeftJustified());
    }

    /// <summary>One line.</summary>
    public void Line(string text)
    {
        if (!quiet)
            _console.MarkupLineInterpolated($"[grey]{Clock}[/] {text}");
    }

    /// <summary>A command as a user would type it, and what it printed.</summary>
    public void Command(string commandLine, string output)
    {
        if (quiet)
            return;
        _console.MarkupLineInterpolated($"[bold green]$[/] [bold]{commandLine}[/]");
        // As it came: the command has drawn its own tables.
        System.Console.Out.WriteLine(output.TrimEnd());
    }

    /// <summary>A fact that was checked.</summary>
    public void Check(bool ok, string text)
    {
        if (!quiet)
            _console.MarkupLine($"{(ok ? "[green]✓[/]" : "[red]✗[/]")} {text.EscapeMarkup()}");
    }

    private string Clock => string.Create(CultureInfo.InvariantCulture, $"{Seconds,5:F1} s");
}
