using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary>Who holds what, for a person.</summary>
internal static class RetentionText
{
    private const int MostReferences = 12;

    // A small difference between what objects are and what they hold is not worth a word.
    private const double WorthSaying = 1.1;

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
            console.Say(retention.Type is null ? "Nothing is held." : $"Nothing holds an object of the type '{retention.Type}'; --top 0 shows the types there are.");
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

    /// <summary><c>static Cache.Store → Dictionary&lt;…&gt; → Entry[] → Session (412,000 objects, 96 MB)</c>.</summary>
    public static string Path(RetentionPath path)
    {
        var size = path.InclusiveBytes > path.Bytes * WorthSaying
            ? $"{Units.Bytes(path.Bytes)}, {Units.Bytes(path.InclusiveBytes)} with what they hold"
            : Units.Bytes(path.InclusiveBytes);
        return $"{Way(path.Root, path.Steps)} ({Units.Count(path.Objects)} {(path.Objects == 1 ? "object" : "objects")}, {size})";
    }

    /// <summary>A root and the steps from there.</summary>
    public static string Way(RetentionRoot? root, IReadOnlyList<RetentionStep> steps)
    {
        var start = root is null ? "several roots" : root.Name.Length == 0 ? root.Kind : $"{root.Kind} {root.Name}";
        return Clean.Line(string.Join(" → ", steps.Select(Step).Prepend(start)));
    }

    private static string Step(RetentionStep step) => StepNames.Short(step.Name) + (step.Repeats ? " (repeats)" : "");

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
            table.Add(Units.Count(reference.Count), Units.Bytes(reference.Bytes), StepNames.Short(reference.From.Name), StepNames.Short(reference.To.Name));
        }

        table.Write(console);
    }
}
