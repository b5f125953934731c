using System.Text;
using Fleet.Contracts.Heap;
using Fleet.DataMiner.Elements;

namespace Fleet.DataMiner.Tests.Elements;

public sealed class HostingTableTests
{
    [Fact]
    public void The_newest_start_of_an_element_decides_where_it_lives()
    {
        var table = Read(
            Start("08:00:00", 1, "Modem", "1.0.0.4", 100),
            Start("08:00:01", 2, "Modem", "1.0.0.4", 100),
            Start("09:00:00", 1, "Modem", "1.0.0.5", 200));

        Assert.Equal([new HostedProtocol("Modem", "1.0.0.4", 1)], table.ProtocolsOf(100));
        Assert.Equal([new HostedProtocol("Modem", "1.0.0.5", 1)], table.ProtocolsOf(200));
        Assert.Empty(table.ProtocolsOf(300));
    }

    [Fact]
    public void Elements_are_counted_by_protocol_and_version()
    {
        var table = Read(
            Start("08:00:00", 1, "Modem", "1.0.0.4", 100),
            Start("08:00:01", 2, "Modem", "1.0.0.4", 100),
            Start("08:00:02", 3, "Modem", "1.0.0.3", 100),
            Start("08:00:03", 4, "Antenna", "2.0.0.1", 100));

        Assert.Equal(
            [new HostedProtocol("Antenna", "2.0.0.1", 1), new HostedProtocol("Modem", "1.0.0.3", 1), new HostedProtocol("Modem", "1.0.0.4", 2)],
            table.ProtocolsOf(100));
        Assert.Equal(["E1", "E2", "E3", "E4"], table.ElementsOf(100).Select(start => start.ElementName));
    }

    [Fact]
    public void What_was_before_the_last_start_of_DataMiner_has_ended()
    {
        var table = Read(
            Start("08:00:00", 1, "Modem", "1.0.0.4", 100),
            "*********************************************",
            Start("09:00:00", 2, "Modem", "1.0.0.4", 200),
            "not a line of ours",
            "");

        Assert.Equal([200], table.ByScriptingProcess().Keys);
        Assert.Equal(1, table.UnreadableLines);
    }

    [Fact]
    public void Lines_that_are_appended_move_elements_and_a_start_forgets_them()
    {
        var table = Read(Start("08:00:00", 1, "Modem", "1.0.0.4", 100));

        Assert.True(table.Append(Start("08:05:00", 1, "Modem", "1.0.0.4", 101)));
        Assert.Equal([101], table.ByScriptingProcess().Keys);
        Assert.False(table.Append("rubbish"));
        Assert.True(table.Append("*****"));
        Assert.Equal(0, table.Elements);
        Assert.False(table.Append("*****"));
    }

    [Fact]
    public void Elements_without_scripting_are_hosted_nowhere()
    {
        var table = Read("2024/06/11 08:00:00|7/1|E1|9|Modem|Production|1.0.0.4|0|NormalStart|1|0|0");

        Assert.Empty(table.ByScriptingProcess());
        Assert.Equal(1, table.Elements);
    }

    private static string Start(string time, int element, string protocol, string version, int pid) =>
        FormattableString.Invariant($"2024/06/11 {time}|7/{element}|E{element}|9|{protocol}|Production|{version}|{pid}|NormalStart|1|0|0");

    private static HostingTable Read(params string[] lines) =>
        HostingTable.ReadFrom(new ReverseLineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"))));
}
