using SLScripting.Protocols;
using SLScripting.Tests.Support;

namespace SLScripting.Tests.Protocols;

public sealed class ProtocolXmlTests
{
    [Fact]
    public void Qaction_is_read_with_its_placeholders_replaced()
    {
        var protocol = Read(ProtocolText.With("""
            <QAction id="7" name="Parse" encoding="csharp" triggers="10;20" options="precompile;dllName=[ProtocolName].Parser.[ProtocolVersion].dll"
              dllImport="System.Xml.dll;[ProtocolName].[ProtocolVersion].QAction.1.dll" entryPoint="Start;Worker.Stop"><![CDATA[ class A { } ]]></QAction>
            """));
        var qaction = Assert.Single(protocol.QActions);
        Assert.Equal((7, "Parse", true), (qaction.Id, qaction.Name, qaction.Precompile));
        Assert.Equal([10, 20], qaction.Triggers);
        Assert.Equal("Test Device.Parser.1.0.0.1", qaction.AssemblyName);
        Assert.Equal(["System.Xml.dll", "Test Device.1.0.0.1.QAction.1.dll"], qaction.Imports);
        Assert.Equal(["Start", "Worker.Stop"], qaction.EntryPoints);
        Assert.Equal("class A { }", qaction.Code.Trim());
        Assert.Equal("Test Device.1.0.0.1.QAction.1", Assert.Single(Read(ProtocolText.With(ProtocolText.Polling(""))).QActions).AssemblyName);
    }

    [Fact]
    public void Qactions_in_other_languages_are_passed_over() =>
        Assert.Empty(Read(ProtocolText.With("<QAction id=\"1\" encoding=\"jscript\">x</QAction>")).QActions);

    [Fact]
    public void Timer_leads_to_the_parameters_whose_actions_it_runs()
    {
        var timer = Assert.Single(Read(ProtocolText.With("")).Timers);
        Assert.Equal(TimeSpan.FromMilliseconds(100), timer.Period);
        Assert.Equal([2], timer.Parameters);
    }

    [Fact]
    public void Startup_trigger_leads_to_its_parameters()
    {
        var protocol = Read(ProtocolText.With("").Replace(
            "</Protocol>",
            "<Triggers><Trigger id=\"1\"><On>protocol</On><Time>after startup</Time><Type>action</Type><Content><Id>1</Id></Content></Trigger></Triggers></Protocol>",
            StringComparison.Ordinal));
        Assert.Equal([2], protocol.Startup);
    }

    [Theory]
    [InlineData("", "x.xml: not well-formed XML")]
    [InlineData("<Protocol", "x.xml(1): not well-formed XML")]
    [InlineData("<Protocol/>", "x.xml(1): expected <Protocol xmlns=\"http://www.skyline.be/protocol\">, found <Protocol>")]
    [InlineData("<Protocol xmlns=\"http://www.skyline.be/protocol\">\n<Name>A</Name></Protocol>", "x.xml(1): <Protocol> needs a <Version> with text")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><Protocol>&b;</Protocol>", "x.xml: not well-formed XML")]
    public void Document_that_is_no_protocol_is_refused_in_one_line(string xml, string expected)
    {
        var message = Assert.Throws<ProtocolFormatException>(() => Read(xml)).Message;
        Assert.StartsWith(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("<QAction encoding=\"csharp\"/>", "<QAction> needs an id")]
    [InlineData("<QAction id=\"x\" encoding=\"csharp\"/>", "id of <QAction> must be a number, not 'x'")]
    [InlineData("<QAction id=\"1\" encoding=\"csharp\" triggers=\"1,2\"/>", "triggers of <QAction> must be a number, not '1,2'")]
    [InlineData("<QAction id=\"1\" encoding=\"csharp\"/><QAction id=\"1\" encoding=\"csharp\"/>", "QAction 1 is there twice")]
    public void Qaction_that_makes_no_sense_is_refused(string qaction, string expected) =>
        Assert.Contains(expected, Assert.Throws<ProtocolFormatException>(() => Read(ProtocolText.With(qaction))).Message);

    [Theory]
    [InlineData("<Group>1</Group>", "<Group>9</Group>", "there is no Group 9")]
    [InlineData("<Action>1</Action>", "<Action>9</Action>", "there is no Action 9")]
    [InlineData("<Time>100</Time>", "<Time>0</Time>", "Time of <Timer> must be at least 1 ms")]
    [InlineData("<Time>100</Time>", "<Time>loop</Time>", "Time of <Timer> must be a number, not 'loop'")]
    public void Flow_that_leads_nowhere_is_refused(string part, string replacement, string expected) =>
        Assert.Contains(expected, Assert.Throws<ProtocolFormatException>(() => Read(ProtocolText.With("").Replace(part, replacement, StringComparison.Ordinal))).Message);

    [Fact]
    public void One_protocol_in_two_files_is_said_and_used_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/protocol.xml", ProtocolText.With(""));
        folder.Write("b/protocol.xml", ProtocolText.With(""));
        var problems = new List<string>();
        Assert.Single(ProtocolCatalog.Read(folder.Path, problems.Add).Protocols);
        Assert.Contains("take one of them away", Assert.Single(problems));
    }

    private static ProtocolDefinition Read(string xml)
    {
        using var reader = new StringReader(xml);
        return ProtocolXml.Read(reader, "x.xml");
    }
}
