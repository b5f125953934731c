using Fleet.Console.Tests.Service;
using Fleet.Console.Trends;

namespace Fleet.Console.Tests.Trends;

public sealed class ChartTests
{
    [Fact]
    public void Lines_are_drawn_in_braille_between_labelled_axes()
    {
        var chart = Draw(width: 60, rows: 9, colors: true);

        Assert.Equal(
            """
                   │                                                 ⣀⣀⠤
                   │                                          ⣀⣀⡠⠤⠒⠒⠉
                   │                                   ⢀⣀⡠⠒⠒⠉⠉
            100 MB ┤                           ⣀⣀⡠⠤⠒⠒⠊⠉⠁
                   │                    ⢀⣀⡠⠒⠒⠉⠉
                   │            ⢀⣀⡠⠤⠒⠒⠊⠉⠁
                   │⠤⠒⠒⠊⠉⢒⣢⣔⠶⠖⠛⠛⠣⠤⠒⠒⠊⠉⠒⠤⠔⠒⠒⠉⠑⠢⠤⠒⠒⠊⠑⠒⠤⠔⠒⠒⠉⠒⠢⠤⠒⠒⠊⠑⠒⠤⠒⠒⠊⠉⠒⠢
                   │⠤⠒⠒⠊⠉⠁
               0 B ┤
                   └────────────────────────────────────────────────────
                    05:00     06:30        08:00        09:30      11:00
                    ━━ dma-07/4242 Dictionary<UInt32, TrapRow>
                    ━━ dma-08/77 Dictionary<UInt32, TrapRow>
            """.ReplaceLineEndings("\n"),
            string.Join('\n', chart));
    }

    [Fact]
    public void Without_colours_every_line_has_its_letter()
    {
        var chart = Draw(width: 60, rows: 9, colors: false);

        Assert.Equal(
            """
                   │
                   │                                            aaaaaaaa
                   │                                   aaaaaaaaa
            100 MB ┤                            aaaaaaa
                   │                    aaaaaaaa
                   │    b     bb aaaaaaa   bb     b     b     bb     b
                   │bbbaaaaaaaaaabbbb bbbbb  bbbbb bbbbb bbbbb  bbbbb bb
                   │aaa
               0 B ┤
                   └────────────────────────────────────────────────────
                    05:00     06:30        08:00        09:30      11:00
                    a  dma-07/4242 Dictionary<UInt32, TrapRow>
                    b  dma-08/77 Dictionary<UInt32, TrapRow>
            """.ReplaceLineEndings("\n"),
            string.Join('\n', chart));
    }

    [Fact]
    public void Nothing_is_drawn_of_nothing() => Assert.Empty(Chart.Draw([], 60, 9, colors: true));

    [Fact]
    public void A_single_point_is_a_dot()
    {
        ChartSeries[] one = [new("a", [new ChartPoint(Samples.Start, 5 * Samples.MB)], Spectre.Console.Color.Red)];

        var chart = Chart.Draw(one, 40, 5, colors: false).Select(Text).ToList();

        Assert.Equal(1, chart[..5].Sum(l => l.Count(c => c == 'a')));
    }

    [Fact]
    public void An_axis_of_large_values_that_differ_little_does_not_start_at_zero()
    {
        var axis = ByteAxis.For(1000 * Samples.MB, 1010 * Samples.MB, labels: 5);

        Assert.Equal(1000 * Samples.MB, axis.Low);
        Assert.Equal(1010 * Samples.MB, axis.High);
        Assert.Equal(5 * Samples.MB, axis.Step);
    }

    private static List<string> Draw(int width, int rows, bool colors) =>
        [.. Chart.Draw(TrendLines.Charted([.. Samples.Trend().Series], protocol: ""), width, rows, colors).Select(Text)];

    private static string Text(IReadOnlyList<Run> line) => string.Concat(line.Select(r => r.Text)).TrimEnd();
}
