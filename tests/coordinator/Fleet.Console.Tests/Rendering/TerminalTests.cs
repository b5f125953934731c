using System.Text;
using System.Text.RegularExpressions;
using Fleet.Console.Configuration;
using Fleet.Console.Rendering;
using Spectre.Console;

namespace Fleet.Console.Tests.Rendering;

public sealed partial class TerminalTests
{
    [Fact]
    public void In_a_terminal_a_table_is_framed_and_fits_its_width()
    {
        var lines = Render(width: 50);

        Assert.StartsWith("╭", lines[0], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.True(l.Length <= 50, l));
        Assert.Contains("121 MB", string.Concat(lines), StringComparison.Ordinal);
        Assert.Contains("wraps", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_too_narrow_for_everything_keeps_what_matters_and_names_the_rest()
    {
        var table = new FleetTable(new Column("Id"), new Column("What", Wrap: true), new Column("Kind", Spare: true), new Column("Confidence", Right: true, Spare: true));
        table.Add("L7K2", "Generic Trap Receiver 1.0.0.4 QAction 7", "managed", "98 %");

        Assert.Contains("98 %", string.Concat(Render(table, width: 80)), StringComparison.Ordinal);

        var narrow = Render(table, width: 50);
        Assert.Contains("managed", string.Concat(narrow), StringComparison.Ordinal);
        Assert.DoesNotContain("98 %", string.Concat(narrow), StringComparison.Ordinal);
        Assert.Equal("Too narrow to show: Confidence.", narrow[^1]);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_name_is_broken_in_a_narrow_terminal(int width)
    {
        var table = new FleetTable(
            new Column("Bytes", Right: true), new Column("Share", Right: true), new Column("Count", Right: true), new Column("Type", TypeName: true), new Column("Module", Wrap: true, Spare: true, Least: 16));
        table.Add("121 MB", "12.3 %", "1,440,082", "System.Collections.Generic.Dictionary<System.UInt32, Acme.Traps.TrapRow>", "Generic Trap Receiver.1.0.0.4.QAction.7");

        var lines = Render(table, width);

        Assert.All(lines, l => Assert.True(l.Length <= width, l));
        Assert.All(["Dictionary<", "UInt32,", "TrapRow>", width < 80 ? "Too narrow to show: Module." : "Receiver."], name => Assert.Contains(name, string.Join('\n', lines), StringComparison.Ordinal));
    }

    [Fact]
    public void Colours_are_used_when_always_wanted_and_never_otherwise_when_piped()
    {
        Assert.Contains('\e', Line(ColorChoice.Always));
        Assert.DoesNotContain('\e', Line(ColorChoice.Auto));
        Assert.DoesNotContain('\e', Line(ColorChoice.Never));
    }

    private static string Line(ColorChoice color)
    {
        using var writer = new StringWriter();
        Screens.Create(new StreamOutput(writer, redirected: true), color).Say("text", Palette.Bad);
        return writer.ToString();
    }

    private static string[] Render(int width)
    {
        var table = new FleetTable(new Column("Bytes", Right: true), new Column("Type", Wrap: true));
        table.Add("121 MB", "a name of many words that is so long that it wraps");
        return Render(table, width);
    }

    private static string[] Render(FleetTable table, int width)
    {
        using var writer = new StringWriter();
        table.Write(Screens.Create(new Terminal(writer, width), ColorChoice.Never));
        return Decoration().Replace(writer.ToString(), "").Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    // Bold is no colour.
    [GeneratedRegex("\\e\\[[0-9;]*m")]
    private static partial Regex Decoration();

    private sealed class Terminal(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = writer;

        public bool IsTerminal => true;

        public int Width { get; } = width;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
