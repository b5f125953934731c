using System.Text;
using Fleet.DataMiner.Processes;

namespace Fleet.DataMiner.Tests.Processes;

public sealed class DataMinerXmlTests
{
    [Fact]
    public void Numbers_and_separate_protocols_are_read()
    {
        var options = Read("""
            <?xml version="1.0" encoding="utf-8"?>
            <DataMiner xmlns="http://www.skyline.be/config/dataminer" id="346">
              <ProcessOptions protocolProcesses="10" scriptingProcesses="5" />
              <SeparateProcesses>
                <Protocols>
                  <Protocol><Name>Vendor Modem</Name></Protocol>
                  <Protocol><Name> Vendor Antenna </Name></Protocol>
                </Protocols>
              </SeparateProcesses>
            </DataMiner>
            """);

        Assert.Equal(new ProcessPolicy(ProcessPolicyKind.Count, 10), options.ProtocolProcesses);
        Assert.Equal(new ProcessPolicy(ProcessPolicyKind.Count, 5), options.ScriptingProcesses);
        Assert.Equal(["Vendor Modem", "Vendor Antenna"], options.SeparateProtocols);
        Assert.True(options.IsSeparate("vendor modem"));
        Assert.False(options.IsSeparate("Vendor"));
    }

    [Theory]
    [InlineData("protocol", ProcessPolicyKind.PerProtocol)]
    [InlineData("[Service]", ProcessPolicyKind.Service)]
    [InlineData("[service]", ProcessPolicyKind.Service)]
    public void Words_are_read(string word, ProcessPolicyKind kind) =>
        Assert.Equal(
            new ProcessPolicy(kind, 0),
            Read($"<DataMiner><ProcessOptions scriptingProcesses=\"{word}\"/></DataMiner>").ScriptingProcesses);

    [Fact]
    public void What_is_not_configured_is_null()
    {
        var options = Read("<DataMiner/>");

        Assert.Null(options.ProtocolProcesses);
        Assert.Null(options.ScriptingProcesses);
        Assert.Empty(options.SeparateProtocols);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<DataMiner>")]
    [InlineData("<DataMiner>\n<A></B>\n</DataMiner>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><DataMiner>&a;</DataMiner>")]
    [InlineData("<DataMiner><ProcessOptions protocolProcesses=\"many\"/></DataMiner>")]
    [InlineData("<DataMiner><ProcessOptions protocolProcesses=\"0\"/></DataMiner>")]
    [InlineData("<DataMiner><ProcessOptions protocolProcesses=\"-1\"/></DataMiner>")]
    [InlineData("<DataMiner><ProcessOptions protocolProcesses=\"1&#10;2\"/></DataMiner>")]
    public void A_broken_file_gives_one_line_that_says_where(string text)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(text));

        Assert.Single(error.Message.Split('\n'));
        Assert.Contains("DataMiner.xml, line", error.Message, StringComparison.Ordinal);
    }

    private static ProcessOptions Read(string text) =>
        DataMinerXml.ReadProcessOptions(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
