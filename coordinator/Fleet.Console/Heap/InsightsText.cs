using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary>What is wasteful or wrong on a heap, as tables for a person.</summary>
internal static class InsightsText
{
    // Of each table; what is further down matters to nobody.
    private const int MostRows = 1_000;

    // Eleven tables are more than a screenful.
    private const int RowsOfTables = 10;

    /// <summary>What to ask for.</summary>
    /// <param name="rows">Of each table; 0 for all that there is sense in.</param>
    /// <param name="text">Strings and messages too.</param>
    public static InsightsOptions Options(int rows, bool text) => new() { Rows = rows == 0 ? MostRows : Math.Max(1, rows), IncludeText = text };

    public static void Write(IAnsiConsole console, InsightsReport insights)
    {
        console.WriteLine();
        console.Say($"Insights, in {Units.Milliseconds(insights.Ms)}", Palette.Strong);
        if (!insights.Complete)
        {
            console.Say($"NOT COMPLETE: {insights.IncompleteReason}", Palette.Bad);
        }

        Strings(console, insights.Strings);
        Table(
            console, "Empty and sparse collections", insights.Collections,
            [new("Wasted", Right: true), new("Empty", Right: true), new("Sparse", Right: true), new("Of", Right: true), new("Type", TypeName: true)],
            row => [Units.Bytes(row.WastedBytes), Units.Count(row.Empty), Units.Count(row.Sparse), Units.Count(row.Count), row.Name]);
        Table(
            console, "Sparse arrays", insights.Arrays,
            [new("Wasted", Right: true), new("Sparse", Right: true), new("Of", Right: true), new("Type", TypeName: true)],
            row => [Units.Bytes(row.WastedBytes), Units.Count(row.Sparse), Units.Count(row.Count), row.Name]);
        Table(
            console, "Subscriptions", insights.Subscriptions,
            [new("Count", Right: true), new("Most", Right: true), new("Event", TypeName: true), new("Subscriber", TypeName: true)],
            row => [Units.Count(row.Count), Units.Count(row.Most), $"{(row.IsStatic ? "static " : "")}{row.Publisher}.{row.Field}", row.Subscriber]);
        Table(
            console, "Delegates", insights.Delegates,
            [new("Count", Right: true), new("Target", TypeName: true), new("Delegate", TypeName: true)],
            row => [Units.Count(row.Count), row.Target, row.Delegate]);
        Table(
            console, "Timers", insights.Timers,
            [new("Count", Right: true), new("Active", Right: true), new("Target", TypeName: true)],
            row => [Units.Count(row.Count), Units.Count(row.Active), row.Target]);
        Table(
            console, "Exceptions", insights.Exceptions,
            [new("Count", Right: true), new("Type", TypeName: true), new("Message", Wrap: true)],
            row => [Units.Count(row.Count), row.Name, row.Message ?? (row.MessageId.Length > 0 ? $"#{row.MessageId}" : "")]);
        Table(
            console, "Largest objects", insights.Largest,
            [new("Bytes", Right: true), new("Length", Right: true), new("Address"), new("Type", TypeName: true)],
            row => [Units.Bytes(row.Bytes), Units.Count(row.Length), row.Address, row.Name]);
        Table(
            console, "Waiting for their finalizer", insights.WaitingFinalizers,
            [new("Count", Right: true), new("Bytes", Right: true), new("Disposable"), new("Type", TypeName: true)],
            row => [Units.Count(row.Count), Units.Bytes(row.Bytes), row.Disposable ? "yes" : "no", row.Name]);
        Table(
            console, "Pinned objects", insights.Pinned,
            [new("Bytes", Right: true), new("Count", Right: true), new("By"), new("Type", TypeName: true)],
            row => [Units.Bytes(row.Bytes), Units.Count(row.Count), row.By, row.Name]);
        if (insights.Threads is { } threads)
        {
            Threads(console, threads);
        }
    }

    private static void Strings(IAnsiConsole console, DuplicateStrings strings)
    {
        console.WriteLine();
        var atLeast = strings.Exact ? "" : "at least ";
        console.Say(
            $"Duplicate strings: {atLeast}{Units.Bytes(strings.WastedBytes)} wasted by {Words.Number(strings.DuplicatedValues, "value")}, of {Units.Count(strings.Strings)} strings with {Units.Bytes(strings.Bytes)}",
            Palette.Strong);
        Rows(
            console, strings.Top,
            [new("Wasted", Right: true), new("Count", Right: true), new("Length", Right: true), new("Value", Wrap: true)],
            row => [Units.Bytes(row.WastedBytes), Units.Count(row.Count), Units.Count(row.Length), row.Text ?? $"#{row.Id}"]);
    }

    private static void Threads(IAnsiConsole console, ThreadInsights threads)
    {
        Table(
            console, "Threads", threads.Waits,
            [new("Count", Right: true), new("State"), new("In", Wrap: true)],
            row => [Units.Count(row.Count), row.State, row.In]);
        Table(
            console, "Locks that threads wait for", threads.Locks,
            [new("Waiting", Right: true), new("Owner", Right: true), new("Address"), new("Type", TypeName: true)],
            row => [Units.Count(row.Waiting), row.Owner == 0 ? "?" : $"thread {row.Owner}", row.Address, row.Name]);
        if (threads.DeadlockedThreads.Count > 0)
        {
            console.Say($"DEADLOCK: threads {string.Join(", ", threads.DeadlockedThreads)} wait for each other.", Palette.Bad);
        }
    }

    private static void Table<T>(IAnsiConsole console, string title, IReadOnlyList<T> rows, Column[] columns, Func<T, Cell[]> cells)
    {
        if (rows.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.Say(title, Palette.Strong);
        Rows(console, rows, columns, cells);
    }

    private static void Rows<T>(IAnsiConsole console, IReadOnlyList<T> rows, Column[] columns, Func<T, Cell[]> cells)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = new FleetTable(columns);
        foreach (var row in rows.Take(RowsOfTables))
        {
            table.Add(cells(row));
        }

        table.Write(console);
        if (rows.Count > RowsOfTables)
        {
            console.Say($"{Units.Count(rows.Count - RowsOfTables)} more; the JSON has them.", Palette.Faint);
        }
    }
}
