using Fleet.Agent.Configuration;
using Fleet.Agent.Tests.Processes;

namespace Fleet.Agent.Tests.Configuration;

public sealed class AgentConfigurationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void All_errors_of_all_layers_are_told_at_once()
    {
        var file = Write("""{ "Looks": { "Intervall": "00:01:00", "Jitter": 7 }, "Watch": { "Interval": "soon" }, "Nonsense": { "A": 1 } }""");

        var invalid = Assert.Throws<InvalidConfigurationException>(() =>
            AgentConfiguration.Load(["--config", file, "--bogus", "--pid", "-4", "--coordinator", "c", "--Looks:PauseBudget", "00:10:00", "--Looks:MaxRetentionPause", "00:05:00", "--Logging:LogLevel:Default", "Loud"]));

        string[] expected =
        [
            "--bogus is no switch",
            "Looks:Intervall is no setting",
            "Nonsense:A is no setting",
            "Watch:Interval = soon: give a time span",
            "Looks:Jitter = 7:",
            "Targets:Pids: -4 is no process id",
            "Uplink:Coordinator = c:",
            "Logging:LogLevel:Default = Loud: give one of Trace, Debug, Information",
            "Looks:PauseBudget (00:10:00) is longer than Looks:Deadline (00:02:00)",
            "Looks:MaxRetentionPause (00:05:00) is longer than Looks:Deadline (00:02:00)",
        ];
        Assert.All(expected, text => Assert.Single(invalid.Errors, error => error.Contains(text, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, invalid.Errors.Count);
        Assert.All(invalid.Errors, error => Assert.DoesNotContain('\n', error));
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_one_error_that_names_it()
    {
        var file = Write("{ \"Looks\": ");

        var invalid = Assert.Throws<InvalidConfigurationException>(() => AgentConfiguration.Load(["--config", file]));

        Assert.StartsWith(file, Assert.Single(invalid.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "it holds a list, not settings; write { \"Section\": { \"Setting\": value } }")]
    [InlineData(" ", "it is empty; write { } or remove it")]
    [InlineData("""{ "Looks" 7 }""", "it is no JSON at line 1, byte 11; ")]
    [InlineData("""{ "Looks": [] }""", "Looks is a section, not a value or a list; write its settings into it, as --show-config lists them")]
    [InlineData("""{ "Looks": [ 1, { "Jitter": 0.2 } ] }""", "Looks is a section, not a value or a list; ")]
    [InlineData("""{ "Logging": "Debug" }""", "Logging is a section, not a value or a list; ")]
    [InlineData("""{ "Logging": { "LogLevel": "Debug" } }""", "Logging:LogLevel is a section, not a value or a list; ")]
    [InlineData("""{ "Looks": { "Interval": [ "00:01:00", "00:02:00" ] } }""", "Looks:Interval takes one value, not a list or a section; give a time span such as 00:05:00")]
    [InlineData("""{ "Targets": { "Names": "MyService" } }""", "Targets:Names takes a list; write [ … ] in a file, and Targets:Names:0, Targets:Names:1 and so on elsewhere")]
    [InlineData("""{ "Targets": { "Names": { "a": "b" } } }""", "Targets:Names takes a list; ")]
    public void Something_of_another_shape_is_one_error_that_says_what_belongs_there(string json, string error)
    {
        var file = Write(json);

        var invalid = Assert.Throws<InvalidConfigurationException>(() => AgentConfiguration.Load(["--config", file]));

        Assert.StartsWith($"{file}: {error}", Assert.Single(invalid.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_is_a_list() =>
        Assert.NotNull(AgentConfiguration.Load(["--config", Write("""{ "Targets": { "Names": [] } }"""), "--show-config"]).Answer());

    [Fact]
    public void A_file_that_is_named_must_exist()
    {
        var invalid = Assert.Throws<InvalidConfigurationException>(() => AgentConfiguration.Load(["--config", _directory.File("none.json")]));

        Assert.Contains("there is no such file", Assert.Single(invalid.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        var invalid = Assert.Throws<InvalidConfigurationException>(() => AgentConfiguration.Load(["--config", _directory.File("")]));

        Assert.EndsWith("this is a folder; name a file", Assert.Single(invalid.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_overrides_the_file_and_the_merged_view_says_so()
    {
        var file = Write("""{ "Looks": { "Interval": "00:07:00", "Concurrency": 3 }, "Targets": { "Names": [ "A", "B" ] } }""");

        var view = AgentConfiguration.Load(["--config", file, "--look-every", "9s", "--show-config"]).Answer();

        Assert.NotNull(view);
        var lines = view.Split(Environment.NewLine);
        Assert.Contains("Looks:Interval = 00:00:09  (command line --look-every)", lines);
        Assert.Contains($"Looks:Concurrency = 3  ({file})", lines);
        Assert.Contains($"Targets:Names:1 = B  ({file})", lines);
        Assert.Contains("Looks:Jitter = 0.1  (default)", lines);
    }

    [Fact]
    public void The_merged_view_shows_what_is_in_force_where_nothing_is_configured_and_changes_nothing()
    {
        var data = _directory.File("agent");

        var view = AgentConfiguration.Load(["--data-dir", data, "--node-name", "dma-07", "--show-config"]).Answer();

        Assert.NotNull(view);
        var lines = view.Split(Environment.NewLine);
        Assert.Contains("Targets:Names = SLScripting  (default)", lines);
        Assert.Contains("Targets:Pids = (none)  (default)", lines);
        Assert.Contains($"Spool:Directory = {Path.Combine(data, "spool")}  (default)", lines);
        Assert.Contains($"Capture:Directory = {Path.Combine(data, "dumps")}  (default)", lines);
        Assert.DoesNotContain(lines, line => line.Contains(" =   (", StringComparison.Ordinal));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task The_executable_tells_every_error_on_a_line_and_exits_with_2()
    {
        await using var agent = Child.Start(Built.Agent, "--bogus", "--Looks:Interval", "never");
        await agent.ExitsAsync();

        Assert.Equal(2, agent.ExitCode);
        Assert.Equal(2, agent.Lines.Count);
        Assert.All(agent.Lines, line => Assert.StartsWith("fleet-agent: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_environment_variable_that_is_no_setting_is_told()
    {
        await using var agent = Child.Start("/usr/bin/env", "FLEET_AGENT_Looks__Intervall=1", Built.Agent);
        await agent.ExitsAsync();

        Assert.Equal(2, agent.ExitCode);
        Assert.Contains("FLEET_AGENT_Looks__Intervall", Assert.Single(agent.Lines), StringComparison.Ordinal);
    }

    private string Write(string json)
    {
        var file = _directory.File("fleet-agent.json");
        File.WriteAllText(file, json);
        return file;
    }
}
