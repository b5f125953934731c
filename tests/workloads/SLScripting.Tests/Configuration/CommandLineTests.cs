using SLScripting.Configuration;
using SLScripting.Tests.Support;

namespace SLScripting.Tests.Configuration;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_have_the_defaults_that_the_usage_states()
    {
        var options = CommandLine.Parse(["--dataminer-dir", "d"], out var errors);
        Assert.Empty(errors);
        Assert.Equal((1, 12, 1.0, 2000), (options!.ScriptingId, options.LogColumns, options.Speed, options.CollectEveryMs));
        Assert.False(options.DmaStart || options.Manual || options.ExitWithParent);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        Assert.Null(CommandLine.Parse(["--element", "A", "--log-columns", "10", "--sped", "--protocols", "/nowhere", "--ticks"], out var errors));
        Assert.Equal(6, errors.Count);
    }

    [Fact]
    public void Manual_implies_that_it_ends_with_its_input() =>
        Assert.True(CommandLine.Parse(["--dataminer-dir", "d", "--manual"], out _)!.ExitWithParent);

    [Fact]
    public void Elements_come_from_a_file_and_from_the_command_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("elements.csv", "# comment\n\nA|101/1|P|1.0.0.1|Production|50|20=300;21=x=y\n");
        var options = CommandLine.Parse(["--dataminer-dir", "d", "--elements", file, "--element", "B|101/2|P|1.0.0.1"], out _)!;
        Assert.Equal(["A", "B"], options.Elements.Select(element => element.Name));
        Assert.Equal((101, 1, "P", "1.0.0.1", "Production", 50), (options.Elements[0].DataMinerId, options.Elements[0].ElementId, options.Elements[0].Protocol, options.Elements[0].Version, options.Elements[0].Label, options.Elements[0].PeriodMs));
        Assert.Equal("x=y", options.Elements[0].Parameters[21]);
        Assert.Equal(("1.0.0.1", 0), (options.Elements[1].Label, options.Elements[1].PeriodMs));
    }

    [Fact]
    public void Elements_come_from_json()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("elements.json", """[{ "name": "A|B", "dmaId": 101, "elementId": 1, "protocol": "P", "version": "1.0.0.1", "parameters": { "20": "300" } }]""");
        var element = Assert.Single(CommandLine.Parse(["--dataminer-dir", "d", "--elements", file], out _)!.Elements);
        Assert.Equal(("A|B", "1.0.0.1", "300"), (element.Name, element.Label, element.Parameters[20]));
    }

    [Theory]
    [InlineData("elements.csv", "A|101/1|P|1.0.0.1\nB", "elements.csv(2): element 'B': expected name|")]
    [InlineData("elements.json", "[{ \"name\": \"A\" }]", "elements.json: ")]
    [InlineData("elements.json", "nonsense", "elements.json: ")]
    public void File_of_elements_that_makes_no_sense_is_refused_with_its_place(string name, string text, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Null(CommandLine.Parse(["--dataminer-dir", "d", "--elements", folder.Write(name, text)], out var errors));
        Assert.Contains(expected, Assert.Single(errors));
    }

    [Theory]
    [InlineData("A|101|P|1.0.0.1", "expected dmaId/elementId, not '101'")]
    [InlineData("A|101/x|P|1.0.0.1", "elementId must be a number, not 'x'")]
    [InlineData("A|101/1|P|1.0.0.1|Production|fast", "periodMs must be a number, not 'fast'")]
    [InlineData("A|101/1|P|1.0.0.1|Production|5|20", "expected id=value, not '20'")]
    [InlineData("|101/1|P|1.0.0.1", "expected name|")]
    public void Element_that_makes_no_sense_is_refused(string element, string expected)
    {
        Assert.Null(CommandLine.Parse(["--dataminer-dir", "d", "--element", element], out var errors));
        Assert.Contains(expected, Assert.Single(errors));
    }

    [Fact]
    public void Two_elements_of_one_id_are_refused()
    {
        Assert.Null(CommandLine.Parse(["--dataminer-dir", "d", "--element", "A|101/1|P|1", "--element", "B|101/1|P|1"], out var errors));
        Assert.Equal("element 101/1 is there 2 times", Assert.Single(errors));
    }
}
