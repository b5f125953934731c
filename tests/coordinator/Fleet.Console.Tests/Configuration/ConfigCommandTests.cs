using Fleet.Console.Tests.Service;

namespace Fleet.Console.Tests.Configuration;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Show_says_where_each_value_comes_from()
    {
        await File.WriteAllTextAsync(_file, """{ "coordinator": "http://from-file:1", "color": "never", /* slow link */ "requestTimeoutSeconds": 90 }""");

        var run = (await RunAsync(["config", "show", "--json"], ("FLEET_COORDINATOR", "http://from-environment:2"))).Expect(0);

        var settings = run.Json.GetProperty("settings").EnumerateArray().ToDictionary(
            s => s.GetProperty("name").GetString()!, s => (s.GetProperty("value").GetString(), s.GetProperty("source").GetString()));
        Assert.Equal(("http://from-environment:2", "environment"), settings["coordinator"]);
        Assert.Equal(("never", "file"), settings["color"]);
        Assert.Equal(("90", "file"), settings["requestTimeoutSeconds"]);
        Assert.Equal("default", settings["requestedBy"].Item2);
    }

    [Fact]
    public async Task A_flag_comes_before_everything_else()
    {
        await File.WriteAllTextAsync(_file, """{ "coordinator": "http://from-file:1" }""");

        var run = (await RunAsync(["config", "show", "--coordinator", "http://from-flag:3"], ("FLEET_COORDINATOR", "http://from-environment:2"))).Expect(0);

        Assert.Equal("coordinator            http://from-flag:3  --coordinator", run.Lines[1]);
    }

    [Fact]
    public async Task Validate_reports_every_error_at_once()
    {
        await File.WriteAllTextAsync(_file, """{ "coordinator": "dma-07:7070", "color": "pink", "requestTimeoutSeconds": -1, "colour": "x" }""");

        var run = (await RunAsync(["config", "validate"])).Expect(1);

        var errors = run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, errors.Length);
        Assert.All(errors, e => Assert.Contains(_file, e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_valid_configuration_is_exit_code_0()
    {
        await File.WriteAllTextAsync(_file, "{}");

        var run = (await RunAsync(["config", "validate"])).Expect(0);

        Assert.Equal("The configuration is valid.", Assert.Single(run.Lines));
    }

    [Fact]
    public async Task Other_commands_refuse_a_wrong_configuration_in_one_line()
    {
        await File.WriteAllTextAsync(_file, "not json");

        var run = (await RunAsync(["nodes"])).Expect(1);

        Assert.StartsWith($"{_file}: it is no JSON at line 1, byte 2; ", run.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", ": it holds a list, not settings; write { \"coordinator\": \"http://host:7070\" }.")]
    [InlineData("", ": it is empty; write { } or remove it.")]
    [InlineData("""{ "coordinator": [ "http://a:1" ] }""", " gives a list for coordinator: give a text or a number.")]
    [InlineData("""{ "requestedBy": {} }""", " gives an object for requestedBy: give a text or a number.")]
    public async Task Something_of_another_shape_is_told_in_one_line(string json, string error)
    {
        await File.WriteAllTextAsync(_file, json);

        var run = (await RunAsync(["config", "validate"])).Expect(1);

        Assert.Equal(_file + error, run.Complaint);
    }

    [Fact]
    public async Task A_file_as_editors_on_Windows_write_it_is_read()
    {
        await File.WriteAllTextAsync(_file, """{ "color": "never" }""", System.Text.Encoding.UTF8);

        (await RunAsync(["config", "validate"])).Expect(0);
    }

    private Task<Finished> RunAsync(string[] args, params (string Name, string Value)[] environment) => FleetProcess.RunAsync(
        args, environment.Append(("FLEET_CONFIG", _file)).ToDictionary(v => v.Item1, v => v.Item2));
}
