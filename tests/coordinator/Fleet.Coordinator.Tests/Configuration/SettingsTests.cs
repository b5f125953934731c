using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Tests.Kit;

namespace Fleet.Coordinator.Tests.Configuration;

public sealed class SettingsTests
{
    [Fact]
    public void Without_any_configuration_everything_has_a_default_and_stays_on_this_machine()
    {
        var settings = Load();
        Assert.Empty(settings.Reader.Errors);
        Assert.True(settings.Listen!.IsLoopback);
        Assert.True(settings.Http!.IsLoopback);
        Assert.Equal((7070, 7080), (settings.Listen.Port, settings.Http.Port));
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Gateway.IdleTimeout);
    }

    [Fact]
    public void Any_setting_can_be_given_as_an_argument()
    {
        var settings = Load("--Analysis:WarmUp", "00:00:05", "--Correlation:Interval=00:00:02", "--listen", "http://*:9000", "--Gateway:HeartbeatSeconds", "3");
        Assert.Empty(settings.Reader.Errors);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Analysis.WarmUp);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.Correlation.Interval);
        Assert.Equal(3, settings.Gateway.HeartbeatSeconds);
        Assert.False(settings.Listen!.IsLoopback);
        Assert.Equal("argument", settings.Reader.Source("Analysis:WarmUp"));
        Assert.Equal("default", settings.Reader.Source("Analysis:MinimumSummaries"));
    }

    [Fact]
    public void Arguments_win_over_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["c.json"], """{ "Gateway": { "HeartbeatSeconds": 5, "MaxInFlight": 7 } }""");
        var settings = Load("--config", folder["c.json"], "--Gateway:HeartbeatSeconds", "6");
        Assert.Empty(settings.Reader.Errors);
        Assert.Equal((6, 7), (settings.Gateway.HeartbeatSeconds, settings.Gateway.MaxInFlight));
        Assert.Equal("file", settings.Reader.Source("Gateway:MaxInFlight"));
    }

    [Fact]
    public void A_broken_file_is_told_of_with_the_place_where_it_breaks_and_a_folder_as_what_it_is()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["c.json"], """{ "Gateway": { "MaxInFlight" 7 } }""");

        Assert.Matches("^.*c.json: it is no JSON at line 1, byte [0-9]+; ", Assert.Single(Load("--config", folder["c.json"]).Reader.Errors));
        Assert.EndsWith("this is a folder; name a file.", Assert.Single(Load("--config", folder["."]).Reader.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_directory_that_is_made_is_nobody_elses_business()
    {
        using var folder = new TemporaryFolder();

        using var data = DataDirectory.Open(folder["made"], out _);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data!.Path));
    }

    [Fact]
    public void Without_a_name_the_file_beside_the_executable_counts()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "fleet-coordinator.json");
        File.WriteAllText(beside, """{ "Gateway": { "MaxInstances": 77 } }""");
        try
        {
            var settings = Load();
            Assert.Equal((77, "file"), (settings.Gateway.MaxInstances, settings.Reader.Source("Gateway:MaxInstances")));
        }
        finally
        {
            File.Delete(beside);
        }
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var settings = Load(
            "--listen", "7070", "--Gateway:HeartbeatSeconds", "0", "--Gateway:MaxInFlight", "many", "--Analysis:WarmUp", "soon", "--Gateway:HeartbeetSeconds", "4", "--Logging:LogLevel:Default", "Loud", "--what", "--config", "/nowhere/c.json");

        Assert.Collection(
            settings.Reader.Errors.Order(StringComparer.Ordinal),
            e => Assert.StartsWith("--what: unknown argument", e, StringComparison.Ordinal),
            e => Assert.Contains("no such configuration file", e, StringComparison.Ordinal),
            e => Assert.StartsWith("Analysis:WarmUp: 'soon' is no duration", e, StringComparison.Ordinal),
            e => Assert.StartsWith("Gateway:HeartbeatSeconds: '0' is not between 1 and 300 (argument)", e, StringComparison.Ordinal),
            e => Assert.Contains("Did you mean Gateway:HeartbeatSeconds?", e, StringComparison.Ordinal),
            e => Assert.StartsWith("Gateway:MaxInFlight: 'many' is no whole number", e, StringComparison.Ordinal),
            e => Assert.StartsWith("Listen: '7070' is no address", e, StringComparison.Ordinal),
            e => Assert.StartsWith("Logging:LogLevel:Default: 'Loud' is none of Trace, Debug", e, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_by_name_and_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["c.json"], "{ \"Listen\": ");
        var error = Assert.Single(Load("--config", folder["c.json"]).Reader.Errors);
        Assert.StartsWith(folder["c.json"], error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "c.json: it holds a list, not settings; write { \"Section\": { \"Setting\": value } }.")]
    [InlineData("", "c.json: it is empty; write { } or remove it.")]
    [InlineData("""{ "Explain": [] }""", "Explain: this is a section, not a value or a list (file); write its settings into it, as --show-config lists them.")]
    [InlineData("""{ "Explain": [ 1, { "Enabled": false }, 2 ] }""", "Explain: this is a section, not a value or a list (file); ")]
    [InlineData("""{ "Logging": "Debug" }""", "Logging: this is a section, not a value or a list (file); ")]
    [InlineData("""{ "Logging": { "LogLevel": "Debug" } }""", "Logging:LogLevel: this is a section, not a value or a list (file); ")]
    [InlineData("""{ "Explain": { "Again": [ "01:00:00" ] } }""", "Explain:Again: one value was expected, not a group (file).")]
    [InlineData("""{ "Dumps": { "Directory": { "a": "b" } } }""", "Dumps:Directory: one value was expected, not a group (file).")]
    public void Something_of_another_shape_is_told_in_one_line(string json, string error)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["c.json"], json);

        Assert.Contains(error, Assert.Single(Load("--config", folder["c.json"]).Reader.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void One_address_can_not_serve_both() =>
        Assert.Contains("give each its own", Assert.Single(Load("--listen", "http://127.0.0.1:80", "--http", "http://127.0.0.1:80").Reader.Errors), StringComparison.Ordinal);

    [Fact]
    public void A_dump_before_the_limit_needs_that_anything_is_asked_at_all()
    {
        Assert.StartsWith("Explain:DumpBeforeLimit: no dump is taken", Assert.Single(Load("--Explain:Enabled", "false", "--Explain:DumpBeforeLimit", "true").Reader.Errors), StringComparison.Ordinal);
        Assert.Empty(Load("--Explain:Enabled", "true", "--Explain:DumpBeforeLimit", "true").Reader.Errors);
    }

    [Theory]
    [InlineData("Explain:Again", "-01:00:00", "not longer than zero")]
    [InlineData("Explain:Again", "400.00:00:00", "not between 00:01:00 and 365.00:00:00")]
    [InlineData("Explain:BeforeLimit", "-01:00:00", "not longer than zero")]
    [InlineData("Explain:BeforeLimit", "00:00:01", "not between 00:01:00 and 30.00:00:00")]
    public void A_duration_that_makes_no_sense_is_told_once(string key, string value, string wrong) =>
        Assert.Contains(wrong, Assert.Single(Load("--" + key, value).Reader.Errors), StringComparison.Ordinal);

    [Fact]
    public void A_number_without_an_upper_bound_is_only_too_small() =>
        Assert.StartsWith("Dumps:BudgetBytes: '1' is less than 1048576 (argument)", Assert.Single(Load("--Dumps:BudgetBytes", "1").Reader.Errors), StringComparison.Ordinal);

    private static CoordinatorSettings Load(params string[] arguments) => CoordinatorSettings.Load(CommandLine.Parse(arguments), out _);
}
