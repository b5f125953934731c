using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary>Who holds what, for a person.</summary>
internal static class RetentionText
{
    private const int MostReferences = 12;

    public static void Write(IAnsiConsole console, RetentionReport retention)
    {
        console.Say(retention.Type is { } type ? $"Who holds {type}" : "Who holds what", Palette.Strong);
        console.Fact("reachable", $"{Units.Count(retention.Objects)} objects, {Units.Bytes(retention.Bytes)}, found in {Units.Milliseconds(retention.Ms)}");
        if (!retention.Complete)
        {
            console.Say($"NOT COMPLETE: {retention.IncompleteReason}", Palette.Bad);
        }

        if (retention.Paths.Count == 0)
        {
            console.Say(retention.Type is null ? "Nothing is held." : $"Nothing holds an object of the type '{retention.Type}': those there are only wait for their collection.");
        }

        foreach (var path in retention.Paths)
        {
            console.Say(Path(path));
        }

        if (retention.PathsLeftOut > 0)
        {
            console.Say($"{Words.Number(retention.PathsLeftOut, "more path")}.", Palette.Faint);
        }

        References(console, retention);
        if (retention.Dominators is { } dominators)
        {
            DominatorText.Write(console, dominators);
        }
    }

    /// <summary>A path in a line that may be printed.</summary>
    public static string Path(RetentionPath path) => Clean.Line(PathText.Path(path));

    /// <summary>A root and the steps from there in a line that may be printed.</summary>
    public static string Way(RetentionRoot? root, IReadOnlyList<RetentionStep> steps) => Clean.Line(PathText.Way(root, steps));

    private static void References(IAnsiConsole console, RetentionReport retention)
    {
        if (retention.References.Count == 0)
        {
            return;
        }

        console.WriteLine();
        var table = new FleetTable(
            new Column("References", Right: true), new Column("Bytes", Right: true), new Column("From", TypeName: true), new Column("To", TypeName: true));
        foreach (var reference in retention.References.Take(MostReferences))
        {
            table.Add(Units.Count(reference.Count), Units.Bytes(reference.Bytes), StepNames.Shorten(reference.From.Name), StepNames.Shorten(reference.To.Name));
        }

        table.Write(console);
    }
}
