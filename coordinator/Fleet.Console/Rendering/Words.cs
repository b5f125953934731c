using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>Lines and labelled facts, outside of tables.</summary>
internal static class Words
{
    /// <summary>One line; foreign names in it can't move the cursor.</summary>
    public static void Say(this IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Paragraph(Clean.Line(text), style));
        console.WriteLine();
    }

    /// <summary>A label and what it stands for; nothing where that is empty.</summary>
    public static void Fact(this IAnsiConsole console, string label, string text, Style? style = null)
    {
        if (text.Length > 0)
        {
            var line = new Paragraph();
            line.Append(label.PadRight(14), Palette.Faint);
            line.Append(Clean.Line(text), style);
            console.Write(line);
            console.WriteLine();
        }
    }

    /// <summary>For example <c>1 instance</c>, <c>2 instances</c>.</summary>
    public static string Number(long count, string singular) =>
        $"{Units.Count(count)} {singular}{(count == 1 ? "" : "s")}";
}
