using SLScripting.Tests.Support;

namespace SLScripting.Tests.Processes;

/// <summary>What QActions share: statics by protocol version, instances by element, code by import.</summary>
public sealed class SharingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Static_fields_are_shared_by_the_elements_of_one_version_and_by_no_other()
    {
        var qactions = ProtocolText.Library("public static class Shared { public static int Runs; }", 5)
            + ProtocolText.Polling("protocol.Log(\"runs \" + ++Shared.Runs);", attributes: "dllImport=\"[ProtocolName].[ProtocolVersion].QAction.5.dll\"");
        _folder.Write("protocols/1/protocol.xml", ProtocolText.With(qactions));
        _folder.Write("protocols/2/protocol.xml", ProtocolText.With(qactions, version: "1.0.0.2"));

        await RunAsync("A|101/1|Test Device|1.0.0.1", "B|101/2|Test Device|1.0.0.1", "C|101/3|Test Device|1.0.0.2");

        Assert.Equal(["runs 1", "runs 2", "runs 1"], [LastLog("A"), LastLog("B"), LastLog("C")]);
    }

    [Fact]
    public async Task Instance_entry_method_has_an_instance_for_each_element()
    {
        _folder.Write("protocols/protocol.xml", ProtocolText.With("""
            <QAction id="1" name="Poll" encoding="csharp" triggers="2"><![CDATA[
            using Skyline.DataMiner.Scripting;
            public class QAction
            {
                private int runs;
                public void Run(SLProtocolExt protocol) { runs++; protocol.Log("runs " + runs); }
            }
            ]]></QAction>
            """));

        await RunAsync("A|101/1|Test Device|1.0.0.1", "B|101/2|Test Device|1.0.0.1");

        Assert.Equal(["runs 1", "runs 1"], [LastLog("A"), LastLog("B")]);
    }

    [Fact]
    public async Task Custom_dll_name_names_the_assembly()
    {
        _folder.Write("protocols/protocol.xml", ProtocolText.With(ProtocolText.Polling("protocol.Log(\"runs in \" + typeof(QAction).Assembly.GetName());", attributes: "options=\"dllName=[ProtocolName].Parser.dll\"")));
        await RunAsync("A|101/1|Test Device|1.0.0.1");
        Assert.Equal("runs in Test Device.Parser, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null", LastLog("A"));
    }

    [Fact]
    public async Task Element_s_parameters_replace_the_protocol_s_defaults()
    {
        _folder.Write("protocols/protocol.xml", ProtocolText.With(ProtocolText.Polling("protocol.Log(\"value \" + protocol.GetParameter(10));")));
        await RunAsync("A|101/1|Test Device|1.0.0.1", "B|101/2|Test Device|1.0.0.1|Production|100|10=7");
        Assert.Equal(["value 0", "value 7"], [LastLog("A"), LastLog("B")]);
    }

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(params string[] elements)
    {
        await using var process = await ScriptingProcess.StartManualAsync(_folder.Path, Path.Combine(_folder.Path, "protocols"), elements);
        await process.TickAsync(1);
    }

    private string LastLog(string element) => _folder.ReadLog($"{element}.txt")[^1].Split('|')[^1];
}
