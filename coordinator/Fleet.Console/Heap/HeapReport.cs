using System.Globalization;
using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Fleet.Heap;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary>One heap for a person.</summary>
internal static class HeapReport
{
    /// <summary>Totals, then the histogram; <paramref name="rows"/> of it, 0 for all.</summary>
    public static void Write(IAnsiConsole console, HeapSummary summary, int rows, bool byGeneration)
    {
        var process = summary.Process;
        console.Say(string.Create(CultureInfo.InvariantCulture, $"{process.Name}, pid {process.Pid}, {process.Bits} bit"), Palette.Strong);
        console.Fact("runtime", $"{summary.Runtime.Flavor} {summary.Runtime.Version}, {(summary.Runtime.ServerGc ? "server" : "workstation")} GC");
        console.Fact("started", process.StartedAt is { } at ? Ages.Moment(at) : "");
        console.Fact("objects", $"{Units.Count(summary.Objects)}, {Units.Bytes(summary.Bytes)}");
        console.Fact("free", $"{Units.Bytes(summary.FreeBytes)} of {Units.Bytes(summary.BytesWalked)} walked, {Units.Bytes(summary.BytesCommitted)} committed");
        console.Fact("look", Look(summary));
        if (summary.Details is { } details)
        {
            DetailsText.WriteFacts(console, details);
        }

        if (!summary.Complete)
        {
            console.Say($"NOT COMPLETE: {summary.IncompleteReason}", Palette.Bad);
        }

        if (byGeneration)
        {
            console.WriteLine();
            Generations(console, summary.Generations, summary.Details?.Space);
        }

        console.WriteLine();
        Types(console, summary, rows, byGeneration);
        if (rows > 0 && rows < summary.Types.Count)
        {
            console.Say($"{Units.Count(summary.Types.Count - rows)} more types; --top 0 shows all.", Palette.Faint);
        }

        if (summary.Insights is { } insights)
        {
            InsightsText.Write(console, insights);
        }

        if (summary.Retention is { } retention)
        {
            console.WriteLine();
            RetentionText.Write(console, retention);
        }
    }

    private static string Look(HeapSummary summary)
    {
        var walked = $"walked in {Units.Milliseconds(summary.WalkMs)}";
        if (summary.Source is not "live")
            return $"from a dump, {walked}";

        var how = summary.Method switch
        {
            HeapReadMethod.Concurrent => "read while the process ran, which ",
            HeapReadMethod.Snapshot => "read from a clone of the process, which ",
            _ => "process ",
        };
        return $"{how}paused for {Units.Milliseconds(summary.PauseMs)}, {walked}, {Words.Number(summary.Attempts, "attempt")}";
    }

    private static void Generations(IAnsiConsole console, GenerationTotals generations, GenerationSpaces? space)
    {
        List<Column> columns = [new("Generation"), new("Objects", Right: true), new("Bytes", Right: true)];
        if (space is not null)
        {
            columns.AddRange([new("Free", Right: true), new("Committed", Right: true), new("Reserved", Right: true)]);
        }

        var table = new FleetTable([.. columns]);
        foreach (var (name, total, room) in new[]
        {
            ("0", generations.Gen0, space?.Gen0), ("1", generations.Gen1, space?.Gen1), ("2", generations.Gen2, space?.Gen2),
            ("large objects", generations.Loh, space?.Loh), ("pinned objects", generations.Poh, space?.Poh), ("frozen objects", generations.Frozen, space?.Frozen),
        })
        {
            List<Cell> cells = [name, Units.Count(total.Objects), Units.Bytes(total.Bytes)];
            if (room is { } known)
            {
                cells.AddRange([Units.Bytes(known.FreeBytes), Units.Bytes(known.CommittedBytes), Units.Bytes(known.ReservedBytes)]);
            }

            table.Add([.. cells]);
        }

        table.Write(console);
    }

    private static void Types(IAnsiConsole console, HeapSummary summary, int rows, bool byGeneration)
    {
        List<Column> columns = [new("Bytes", Right: true), new("Share", Right: true), new("Count", Right: true)];
        if (byGeneration)
        {
            columns.AddRange([new("Gen 0", Right: true), new("Gen 1", Right: true), new("Gen 2", Right: true), new("Large", Right: true), new("Pinned", Right: true)]);
        }

        var table = new FleetTable([.. columns, new("Type", TypeName: true), new("Module", Wrap: true, Spare: true, Least: 16)]);
        foreach (var type in rows == 0 ? summary.Types : summary.Types.Take(rows))
        {
            List<Cell> cells = [Units.Bytes(type.Bytes), Units.Percent(type.Bytes / (double)Math.Max(1, summary.Bytes)), Units.Count(type.Count)];
            if (byGeneration)
            {
                cells.AddRange(new[] { type.Gen0, type.Gen1, type.Gen2, type.Loh, type.Poh }.Select(b => new Cell(b == 0 ? "-" : Units.Bytes(b))));
            }

            table.Add([.. cells, new(type.Name, Palette.Strong), new(type.Module, Palette.Faint)]);
        }

        table.Write(console);
    }
}
