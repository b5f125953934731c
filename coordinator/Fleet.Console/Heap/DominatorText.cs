using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary>Exact retained sizes, for a person.</summary>
internal static class DominatorText
{
    private const int MostTypes = 20;

    public static void Write(IAnsiConsole console, DominatorReport dominators)
    {
        console.WriteLine();
        console.Say($"Retained sizes, in {Units.Milliseconds(dominators.Ms)}", Palette.Strong);
        foreach (var largest in dominators.Largest)
        {
            console.Say($"{RetentionText.Way(largest.Root, largest.Steps)} ({Units.Count(largest.RetainedObjects)} objects, {Units.Bytes(largest.RetainedBytes)})");
        }

        console.WriteLine();
        var table = new FleetTable(
            new Column("Retained", Right: true), new Column("Bytes", Right: true), new Column("Count", Right: true),
            new Column("Type", TypeName: true), new Column("Module", Wrap: true, Spare: true, Least: 16));
        foreach (var type in dominators.Types.Take(MostTypes))
        {
            table.Add(Units.Bytes(type.RetainedBytes), Units.Bytes(type.Bytes), Units.Count(type.Objects), type.Name, type.Module);
        }

        table.Write(console);
    }
}
