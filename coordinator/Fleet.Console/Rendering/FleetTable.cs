using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fleet.Console.Rendering;

/// <summary>One column of a table.</summary>
/// <param name="Title">In capitals when piped.</param>
/// <param name="Right">Numbers are aligned right.</param>
/// <param name="Wrap">Whether its cells may be broken over lines on a narrow terminal.</param>
internal sealed record Column(string Title, bool Right = false, bool Wrap = false);

/// <summary>One cell of a table.</summary>
internal readonly record struct Cell(string Text, Style? Style = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>
/// A table: framed and fitted to the screen in a terminal, one line a row with nothing cut off when piped.
/// </summary>
internal sealed class FleetTable(params Column[] columns)
{
    private const string Gap = "  ";
    private readonly List<Cell[]> _rows = [];

    public void Add(params Cell[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        _rows.Add([.. cells.Select(c => c with { Text = Clean.Line(c.Text) })]);
    }

    public void Write(IAnsiConsole console)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(Framed());
        }
        else
        {
            WritePlain(console);
        }
    }

    private Table Framed()
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Palette.Faint };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Title, Palette.Strong))
            {
                Alignment = column.Right ? Justify.Right : Justify.Left,
                NoWrap = !column.Wrap,
            });
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(IRenderable (c) => new Text(c.Text, c.Style)));
        }

        return table;
    }

    private void WritePlain(IAnsiConsole console)
    {
        Cell[] header = [.. columns.Select(c => new Cell(c.Title.ToUpperInvariant(), Palette.Strong))];
        var widths = columns.Select((_, i) => _rows.Append(header).Max(r => r[i].Text.Length)).ToArray();
        foreach (var row in _rows.Prepend(header))
        {
            var line = new Paragraph();
            for (var i = 0; i < columns.Length; i++)
            {
                var last = i == columns.Length - 1;
                var text = columns[i].Right ? row[i].Text.PadLeft(widths[i]) : last ? row[i].Text : row[i].Text.PadRight(widths[i]);
                line.Append(last ? text : text + Gap, row[i].Style);
            }

            console.Write(line);
            console.WriteLine();
        }
    }
}
