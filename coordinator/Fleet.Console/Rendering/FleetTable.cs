using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fleet.Console.Rendering;

/// <summary>One column of a table.</summary>
/// <param name="Title">In capitals when piped.</param>
/// <param name="Right">Numbers are aligned right.</param>
/// <param name="Wrap">Whether its cells may be broken over lines on a narrow terminal.</param>
/// <param name="Spare">Whether it is left out of a terminal that is too narrow for everything, the rightmost first.</param>
internal sealed record Column(string Title, bool Right = false, bool Wrap = false, bool Spare = false);

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

    // What makes a broken text still readable.
    private const int LeastWrapped = 24;

    // A border and a space on both sides.
    private const int FrameOfCell = 3;

    private readonly List<Cell[]> _rows = [];

    public void Add(params Cell[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        _rows.Add([.. cells.Select(c => c with { Text = Clean.Line(c.Text) })]);
    }

    public void Write(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            WritePlain(console);
            return;
        }

        var shown = Fitting(console.Profile.Width);
        console.Write(Framed(shown));
        if (shown.Count < columns.Length)
        {
            var hidden = columns.Where((_, i) => !shown.Contains(i)).Select(c => c.Title);
            console.Say($"Too narrow to show: {string.Join(", ", hidden)}.", Palette.Faint);
        }
    }

    // The columns that leave the others room to be read.
    private List<int> Fitting(int width)
    {
        var needed = columns.Select((column, i) =>
        {
            var natural = _rows.Select(r => r[i].Text.Length).Append(column.Title.Length).Max();
            return FrameOfCell + (column.Wrap ? Math.Min(natural, LeastWrapped) : natural);
        }).ToArray();
        var shown = Enumerable.Range(0, columns.Length).ToList();
        while (shown.Sum(i => needed[i]) + 1 > width && shown.FindLastIndex(i => columns[i].Spare) is >= 0 and var spare)
        {
            shown.RemoveAt(spare);
        }

        return shown;
    }

    private Table Framed(List<int> shown)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Palette.Faint };
        foreach (var column in shown.Select(i => columns[i]))
        {
            table.AddColumn(new TableColumn(new Text(column.Title, Palette.Strong))
            {
                Alignment = column.Right ? Justify.Right : Justify.Left,
                NoWrap = !column.Wrap,
            });
        }

        foreach (var row in _rows)
        {
            table.AddRow(shown.Select(IRenderable (i) => new Text(row[i].Text, row[i].Style)));
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
