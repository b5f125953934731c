using Fleet.DataMiner.Elements;
using Microsoft.Extensions.Time.Testing;
using SLScripting.Elements;
using SLScripting.Logs;
using SLScripting.Tests.Support;

namespace SLScripting.Tests.Logs;

public sealed class ElementInProtocolLogTests
{
    [Theory]
    [InlineData(8, "2021/02/22 08:01:52|101/184|Ku {DC} 1|11132|Acme SM|Production|1.0.0.2|7952")]
    [InlineData(11, "2021/02/22 08:01:52|101/184|Ku {DC} 1|11132|Acme SM|Production|1.0.0.2|7952|NormalStart|1|0")]
    [InlineData(12, "2021/02/22 08:01:52|101/184|Ku {DC} 1|11132|Acme SM|Production|1.0.0.2|7952|NormalStart|1|0|0")]
    public void Line_has_the_columns_of_the_DataMiner_version_in_local_time(int columns, string expected)
    {
        using var folder = new TemporaryFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2021, 2, 22, 7, 1, 52, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("Here", TimeSpan.FromHours(1), null, null));
        var log = new ElementInProtocolLog(new SharedLogFile(Path.Combine(folder.Logging, "x.txt")), time, columns, protocolPid: 11132);

        var line = log.Format(new ElementDefinition("Ku {DC} 1", 101, 184, "Acme SM", "1.0.0.2", "Production", 0, new Dictionary<int, string>()), scriptingPid: 7952);

        Assert.Equal(expected, line);
        Assert.True(ElementInProtocolLine.TryParse(line, out var parsed));
        Assert.Equal((7952, "1.0.0.2"), (parsed.ScriptingPid, parsed.Version));
    }

    [Fact]
    public void Reader_that_holds_the_file_open_does_not_keep_anybody_from_writing()
    {
        using var folder = new TemporaryFolder();
        var file = new SharedLogFile(Path.Combine(folder.Logging, "x.txt"));
        file.Append("one");
        using var reader = new StreamReader(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        file.Append("two");
        Assert.Equal("one\r\ntwo\r\n", reader.ReadToEnd());
    }
}
