using Fleet.Console.Rendering;
using Spectre.Console;

namespace Fleet.Console.Trends;

/// <summary>
/// A grid of characters to draw lines on. With colours every character is a braille pattern of 2 by 4 dots; without, lines that
/// cross could not be told apart, so that each is drawn with a letter of its own.
/// </summary>
internal sealed class ChartCanvas(int columns, int rows, bool colors)
{
    private const char FirstBraille = '\u2800';

    // The dot at (x, y) of a character, as braille patterns number them.
    private static readonly byte[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    private readonly byte[,] _dots = new byte[rows, columns];

    // One more than the series' number; 0 where nothing is drawn.
    private readonly int[,] _series = new int[rows, columns];

    public int Width { get; } = colors ? columns * 2 : columns;

    public int Height { get; } = colors ? rows * 4 : rows;

    /// <summary>The letter of a series where there are no colours.</summary>
    public static char Letter(int series) => (char)('a' + (series % 26));

    /// <summary>A straight line, both ends included; (0, 0) is the lower left.</summary>
    public void Line(int series, (int X, int Y) from, (int X, int Y) to)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (var i = 0; i <= steps; i++)
        {
            var part = (double)i / steps;
            Dot(series, (int)Math.Round(from.X + ((to.X - from.X) * part)), (int)Math.Round(from.Y + ((to.Y - from.Y) * part)));
        }
    }

    /// <summary>The characters of one row, 0 is the top, in runs of one series.</summary>
    public IEnumerable<Run> Row(int row, IReadOnlyList<Style> styles)
    {
        for (int start = 0, end; start < columns; start = end)
        {
            end = start + 1;
            while (end < columns && _series[row, end] == _series[row, start])
            {
                end++;
            }

            var first = start;
            var text = string.Create(end - start, 0, (line, _) =>
            {
                for (var i = 0; i < line.Length; i++)
                {
                    line[i] = Glyph(row, first + i);
                }
            });
            yield return new Run(text, _series[row, start] == 0 ? Palette.Plain : styles[_series[row, start] - 1]);
        }
    }

    private char Glyph(int row, int column) => _dots[row, column] switch
    {
        0 => ' ',
        var dots when colors => (char)(FirstBraille + dots),
        _ => Letter(_series[row, column] - 1),
    };

    private void Dot(int series, int x, int y)
    {
        var fromTop = Height - 1 - y;
        var (column, row) = colors ? (x / 2, fromTop / 4) : (x, fromTop);
        _dots[row, column] |= colors ? Dots[x % 2, fromTop % 4] : (byte)1;
        _series[row, column] = series + 1;
    }
}
