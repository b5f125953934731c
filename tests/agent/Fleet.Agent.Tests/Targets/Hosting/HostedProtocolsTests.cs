using System.Globalization;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Tests.Processes;
using Fleet.Contracts.Heap;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Agent.Tests.Targets.Hosting;

public sealed class HostedProtocolsTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(s_start);
    private readonly string _path;

    public HostedProtocolsTests()
    {
        // The log has local time: two hours ahead of UTC here.
        _time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test"));
        _path = Path.Combine(Directory.CreateDirectory(_directory.File("Logging")).FullName, "SLElementInProtocol.txt");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_newest_line_of_an_element_wins_in_every_variant_of_columns()
    {
        Write(
            Line(0, 1, "A", 10, tail: "|NormalStart|1|0|1"),
            Line(1, 2, "A", 10, tail: "|NormalStart|1|0"),
            Line(2, 3, "B", 10, tail: ""),
            Line(3, 1, "A", 20, tail: "|SLScriptingCrashRestart|1|0|2"));

        var hosting = Open();

        Assert.Equal([new HostedProtocol("A", "1.0.0.1", 1), new HostedProtocol("B", "1.0.0.1", 1)], hosting.Of(10, s_start));
        Assert.Equal([new HostedProtocol("A", "1.0.0.1", 1)], hosting.Of(20, s_start));
    }

    [Fact]
    public void Appended_lines_are_followed_and_a_start_of_DataMiner_forgets_the_rest()
    {
        Write(Line(0, 1, "A", 10));
        var hosting = Open();
        File.AppendAllText(_path, Line(1, 2, "A", 10) + "\n");
        hosting.Refresh();
        Assert.Equal(2, Assert.Single(hosting.Of(10, s_start)).Elements);

        File.AppendAllText(_path, "**********\n" + Line(2, 3, "B", 30) + "\n");
        hosting.Refresh();

        Assert.Empty(hosting.Of(10, s_start));
        Assert.Equal("B", Assert.Single(hosting.Of(30, s_start)).Name);
    }

    [Fact]
    public void A_new_file_adds_to_what_the_old_one_said()
    {
        Write(Line(0, 1, "A", 10));
        var hosting = Open();
        File.Move(_path, _path + ".bak");
        Write(Line(1, 2, "B", 10));
        hosting.Refresh();

        Assert.Equal(["A", "B"], hosting.Of(10, s_start).Select(protocol => protocol.Name));
    }

    [Fact]
    public void A_file_that_comes_later_is_found()
    {
        var hosting = Open();
        Write(Line(0, 1, "A", 10));
        hosting.Refresh();

        Assert.Equal("A", Assert.Single(hosting.Of(10, s_start)).Name);
    }

    [Fact]
    public void Lines_older_than_the_process_are_about_another_one_with_its_pid()
    {
        Write(Line(0, 1, "A", 10));

        Assert.Empty(Open().Of(10, s_start.AddMinutes(1)));
    }

    private HostedProtocols Open()
    {
        var options = Options.Create(new TargetOptions { DataMinerDirectory = _directory.Path });
        var hosting = new HostedProtocols(new DataMinerNode(options), _time, NullLogger<HostedProtocols>.Instance);
        hosting.Refresh();
        return hosting;
    }

    private void Write(params string[] lines) => File.WriteAllLines(_path, lines);

    private static string Line(int second, int element, string protocol, int pid, string tail = "|NormalStart|1|0|0")
    {
        var at = s_start.DateTime.AddHours(2).AddSeconds(second).ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{at}|101/{element}|Element {element}|500|{protocol}|Production|1.0.0.1|{pid}{tail}");
    }
}
