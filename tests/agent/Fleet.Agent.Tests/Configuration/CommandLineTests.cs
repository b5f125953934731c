using Fleet.Agent.Configuration;

namespace Fleet.Agent.Tests.Configuration;

public sealed class CommandLineTests
{
    [Fact]
    public void Switches_become_settings()
    {
        var line = Parse("--coordinator", "http://c:1", "--process=SL*", "--process", "App", "--pid", "7", "--look-every", "90s", "--Watch:Interval", "00:00:01");

        Assert.Empty(line.Errors);
        Assert.Equal("http://c:1", line.Values["Uplink:Coordinator"]);
        Assert.Equal("SL*", line.Values["Targets:Names:0"]);
        Assert.Equal("App", line.Values["Targets:Names:1"]);
        Assert.Equal("7", line.Values["Targets:Pids:0"]);
        Assert.Equal("00:01:30", line.Values["Looks:Interval"]);
        Assert.Equal("00:00:01", line.Values["Watch:Interval"]);
    }

    [Fact]
    public void Every_switch_of_its_own_name_stands_for_a_setting_that_exists()
    {
        var schema = AgentSchema.Create();

        Assert.All(Switch.All, known => Assert.NotNull(schema.Find(known.Key)));
    }

    [Fact]
    public void Each_mistake_is_one_error()
    {
        var line = Parse("--bogus", "x", "--node-id", "--look-every", "3", "stray", "--node-name", "a", "--node-name", "b");

        Assert.Equal(5, line.Errors.Count);
        Assert.Contains(line.Errors, e => e.StartsWith("--bogus is no switch", StringComparison.Ordinal));
        Assert.Contains(line.Errors, e => e.StartsWith("--node-id needs a value", StringComparison.Ordinal));
        Assert.Contains(line.Errors, e => e.StartsWith("--look-every 3: give a time", StringComparison.Ordinal));
        Assert.Contains(line.Errors, e => e.StartsWith("'stray' belongs to no switch", StringComparison.Ordinal));
        Assert.Contains(line.Errors, e => e.StartsWith("--node-name is given twice", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_value_is_none()
    {
        Assert.Equal(
            ["--process needs a value; see fleet-agent --help", "--node-name needs a value; see fleet-agent --help"],
            Parse("--process", "", "--node-name=").Errors);
    }

    [Theory]
    [InlineData("5m", 300_000)]
    [InlineData("250ms", 250)]
    [InlineData("2.5s", 2_500)]
    [InlineData("1h", 3_600_000)]
    [InlineData("00:00:03", 3_000)]
    public void Durations_are_read_in_short_and_long_form(string text, double milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("m")]
    [InlineData("")]
    public void A_duration_without_a_unit_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    private static CommandLine Parse(params string[] arguments) => CommandLine.Parse(arguments, AgentSchema.Create());
}
