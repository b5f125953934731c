using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fleet.Console.Rendering;

/// <summary>One column of a table.</summary>
/// <param name="Title">In capitals when piped.</param>
/// <param name="Right">Numbers are aligned right.</param>
/// <param name="Wrap">Whether its cells may be broken over lines on a narrow terminal.</param>
/// <param name="Spare">Whether it is left out of a terminal that is too narrow for everything, the rightmost first.</param>
/// <param name="TypeName">Its cells are names of types, which are shortened before they are broken; it may be broken over lines.</param>
/// <param name="Least">Characters that a column which may be broken needs to be read.</param>
internal sealed record Column(string Title, bool Right = false, bool Wrap = false, bool Spare = false, bool TypeName = false, int Least = 24)
{
    public bool Wrap { get; } = Wrap || TypeName;
}

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
        console.Write(Framed(shown, Widths(shown, console.Profile.Width)));
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
            var natural = Natural(i);
            return FrameOfCell + (column.Wrap ? Math.Min(natural, column.Least) : natural);
        }).ToArray();
        var shown = Enumerable.Range(0, columns.Length).ToList();
        while (shown.Sum(i => needed[i]) + 1 > width && shown.FindLastIndex(i => columns[i].Spare) is >= 0 and var spare)
        {
            shown.RemoveAt(spare);
        }

        return shown;
    }

    private int Natural(int column) => _rows.Select(r => r[column].Text.Length).Append(columns[column].Title.Length).Max();

    // What columns that may be broken get of the room that the others leave: what they need, the least first, and names of types twice the share.
    private Dictionary<int, int> Widths(List<int> shown, int width)
    {
        var room = width - 1 - shown.Sum(i => FrameOfCell + (columns[i].Wrap ? 0 : Natural(i)));
        var widths = new Dictionary<int, int>();
        var open = shown.Where(i => columns[i].Wrap).OrderBy(i => Natural(i) / Weight(i)).ToList();
        while (open.Count > 0)
        {
            var next = open[0];
            var share = room * Weight(next) / open.Sum(Weight);
            widths[next] = Math.Max(1, Math.Min(Natural(next), share));
            room -= widths[next];
            open.RemoveAt(0);
        }

        return widths;
    }

    private int Weight(int column) => columns[column].TypeName ? 2 : 1;

    private string Fitted(int column, string text, Dictionary<int, int> widths) => !widths.TryGetValue(column, out var width) ? text
        : columns[column].TypeName ? TypeNames.Fit(text, width)
        : Breaking.Fit(text, width);

    private Table Framed(List<int> shown, Dictionary<int, int> widths)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Palette.Faint };
        foreach (var i in shown)
        {
            var column = columns[i];
            table.AddColumn(new TableColumn(new Text(column.Title, Palette.Strong))
            {
                Width = widths.TryGetValue(i, out var width) ? width : null,
                Alignment = column.Right ? Justify.Right : Justify.Left,
                NoWrap = !column.Wrap,
            });
        }

        foreach (var row in _rows)
        {
            table.AddRow(shown.Select(IRenderable (i) => new Text(Fitted(i, row[i].Text, widths), row[i].Style)));
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
