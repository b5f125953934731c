using Fleet.DataMiner.Elements;

namespace Fleet.DataMiner.Tests.Elements;

public sealed class ElementInProtocolLineTests
{
    private const string Twelve = "2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004|NormalStart|3|1|2";

    [Fact]
    public void All_columns_of_the_newest_form_are_read()
    {
        var line = Parsed(Twelve);

        Assert.Equal(new DateTime(2024, 6, 11, 23, 59, 7), line.LocalTime);
        Assert.Equal(DateTimeKind.Unspecified, line.LocalTime.Kind);
        Assert.Equal((346, 1021, "Head End 7"), (line.DmaId, line.ElementId, line.ElementName));
        Assert.Equal((9120, "Vendor Modem", "Production", "2.0.1.3", 12004), (line.ProtocolPid, line.Protocol, line.SelectedVersion, line.LinkedVersion, line.ScriptingPid));
        Assert.Equal(("NormalStart", 3, 1, 2), (line.Reason, line.NormalStarts, line.ProtocolCrashRestarts, line.ScriptingCrashRestarts));
    }

    [Theory]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004", "", null, null, null)]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004|SLProtocolCrashRestart|3|1", "SLProtocolCrashRestart", 3, 1, null)]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004|SLScriptingCrashRestart|3|1|9", "SLScriptingCrashRestart", 3, 1, 9)]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004|NormalStart|3|1|9|something new", "NormalStart", 3, 1, 9)]
    public void Older_and_later_forms_give_what_they_have(string text, string reason, int? normal, int? protocolCrash, int? scriptingCrash)
    {
        var line = Parsed(text);

        Assert.Equal(("Head End 7", 12004), (line.ElementName, line.ScriptingPid));
        Assert.Equal((reason, normal, protocolCrash, scriptingCrash), (line.Reason, line.NormalStarts, line.ProtocolCrashRestarts, line.ScriptingCrashRestarts));
    }

    [Theory]
    [InlineData("Modem {site A} [2]")]
    [InlineData(" leading and trailing ")]
    [InlineData("pipe|in|it")]
    [InlineData("pipe|5|Other|1.0.0.0|1.0.0.0|7")]
    [InlineData("Größe-日本")]
    [InlineData("***")]
    public void An_element_may_have_any_name(string name)
    {
        foreach (var tail in new[] { "", "|NormalStart|1|0", "|NormalStart|1|0|1" })
        {
            var line = Parsed($"2024/06/11 23:59:07|346/1021|{name}|9120|Vendor Modem|1.0.0.1_DEV|1.0.0.1_DEV|12004{tail}");

            Assert.Equal((name, "Vendor Modem", 12004), (line.ElementName, line.Protocol, line.ScriptingPid));
        }
    }

    [Fact]
    public void The_version_that_runs_is_the_one_that_production_is_linked_to()
    {
        Assert.Equal("2.0.1.3", Parsed(Twelve).Version);
        Assert.Equal("1.0.0.7", Parsed("2024/06/11 23:59:07|1/2|E|9|P|1.0.0.7||3").Version);
    }

    [Fact]
    public void An_element_without_scripting_has_pid_zero() =>
        Assert.Equal(0, Parsed("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3||NormalStart|3|1|2").ScriptingPid);

    [Theory]
    [InlineData("")]
    [InlineData("***************************************")]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3")]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|x|Vendor Modem|Production|2.0.1.3|12004")]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|-5")]
    [InlineData("2024/06/11 23:59:07|346-1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004")]
    [InlineData("2024/13/11 23:59:07|346/1021|Head End 7|9120|Vendor Modem|Production|2.0.1.3|12004")]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|9120||Production|2.0.1.3|12004")]
    [InlineData("2024/06/11 23:59:07|346/1021|Head End 7|99999999999|Vendor Modem|Production|2.0.1.3|12004")]
    public void Anything_else_is_refused(string text) => Assert.False(ElementInProtocolLine.TryParse(text, out _));

    [Fact]
    public void A_line_cut_anywhere_is_refused_or_still_names_the_right_protocol()
    {
        for (var length = 0; length < Twelve.Length; length++)
        {
            if (ElementInProtocolLine.TryParse(Twelve.AsSpan(0, length), out var line))
                Assert.Equal(("Vendor Modem", "2.0.1.3"), (line.Protocol, line.Version));
        }
    }

    [Fact]
    public void Random_columns_are_refused_or_name_a_protocol()
    {
        var random = new Random(11);
        string[] pieces = ["|", "||", "***", "2024/06/11 23:59:07", "1/2", "/", "Production", "1.0.0.1", "42", " ", "\0", "é", "NormalStart"];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (ElementInProtocolLine.TryParse(text, out var line))
                Assert.NotEmpty(line.Protocol.Trim());
        }
    }

    [Fact]
    public void Only_stars_at_the_beginning_are_a_start_of_DataMiner()
    {
        Assert.True(ElementInProtocolLine.IsDmaStart("******** 2024/06/11 23:00:00 ********"));
        Assert.False(ElementInProtocolLine.IsDmaStart("2024/06/11 23:59:07|346/1021|***|9120|P|1.0.0.0|1.0.0.0|4"));
        Assert.False(ElementInProtocolLine.IsDmaStart(""));
    }

    private static ElementInProtocolLine Parsed(string text)
    {
        Assert.True(ElementInProtocolLine.TryParse(text, out var line), text);
        return line;
    }
}
