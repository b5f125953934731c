using SLScripting.Tests.Support;

namespace SLScripting.Tests.Processes;

/// <summary>What goes wrong in one protocol is said once, and harms no other.</summary>
public sealed class FaultTests : IDisposable
{
    private const string Healthy = "Healthy|101/1|Healthy Device|1.0.0.1|Production";
    private const string Faulty = "Faulty|101/2|Test Device|1.0.0.1|Production";

    private readonly TemporaryFolder _folder = new();

    public FaultTests() =>
        _folder.Write("protocols/healthy/protocol.xml", ProtocolText.With(ProtocolText.Polling("protocol.SetParameter(10, 1);"), "Healthy Device"));

    [Fact]
    public async Task Qaction_that_throws_is_logged_whole_each_time_and_everything_runs_on()
    {
        AddProtocol(ProtocolText.With(ProtocolText.Polling("throw new OutOfMemoryException();")));
        await using var process = await StartAsync();
        await process.TickAsync(3);

        Assert.Equal([(3, 0), (3, 3)], await TicksAndErrorsAsync(process));
        var log = _folder.ReadLog("SLErrorsInProtocol.txt");
        var entries = log.Where(line => line.Contains("|SLManagedScripting|Run|ERR|", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, entries.Count);
        Assert.All(entries, line => Assert.Contains("[Faulty] QAction [1] of Test Device 1.0.0.1 triggered by [2] failed. System.OutOfMemoryException", line));
        // The stack comes after it, with the code's own line.
        Assert.Contains(log, line => line.Contains("at QAction.Run(SLProtocol protocol)", StringComparison.Ordinal) && line.Contains("QAction_1.cs:line", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Qaction_that_does_not_compile_is_said_in_one_line_however_many_elements_run_it()
    {
        var path = AddProtocol(ProtocolText.With(ProtocolText.Polling("int x = \"text\"; int y = \"text\";", attributes: "options=\"precompile\"")));
        await using var process = await StartAsync(Faulty.Replace("101/2", "101/3", StringComparison.Ordinal));
        await process.TickAsync(2);
        process.CloseInput();
        var (code, errors) = await process.EndAsync();

        Assert.Equal(0, code);
        // The line of the file, not of the code.
        Assert.StartsWith($"SLScripting: {path}(15): QAction 1 of Test Device 1.0.0.1 does not compile: CS0029:", errors);
        Assert.EndsWith("(and 1 more)", errors);
        Assert.DoesNotContain('\n', errors);
        Assert.Single(_folder.ReadLog("SLErrorsInProtocol.txt"));
    }

    [Fact]
    public async Task Broken_protocol_is_said_in_one_line_and_its_elements_are_left_out()
    {
        var path = AddProtocol("<Protocol xmlns=\"http://www.skyline.be/protocol\">\n<Name>Test Device</Protocol>");
        await using var process = await StartAsync();
        await process.TickAsync(2);
        process.CloseInput();
        var errors = (await process.EndAsync()).Errors.Split('\n');

        Assert.EndsWith("elements=1", process.Ready);
        Assert.Equal(2, errors.Length);
        Assert.StartsWith($"SLScripting: {path}(2): not well-formed XML, mend it or take the protocol away:", errors[0]);
        Assert.StartsWith("SLScripting: element 'Faulty' needs Test Device 1.0.0.1, which is not below", errors[1]);
    }

    [Fact]
    public async Task Syntax_after_csharp_7_3_does_not_compile()
    {
        AddProtocol(ProtocolText.With(ProtocolText.Polling("string? text = null; protocol.Log(text);")));
        await using var process = await StartAsync();
        await process.TickAsync(1);
        Assert.Contains("CS8370", Assert.Single(_folder.ReadLog("SLErrorsInProtocol.txt")));
    }

    [Fact]
    public async Task Import_that_is_nowhere_is_named()
    {
        AddProtocol(ProtocolText.With(ProtocolText.Polling("", attributes: "dllImport=\"Vendor.Sdk.dll\"")));
        await using var process = await StartAsync();
        await process.TickAsync(1);
        Assert.Contains("imports 'Vendor.Sdk.dll', which is neither a QAction of this protocol nor part of the framework", Assert.Single(_folder.ReadLog("SLErrorsInProtocol.txt")));
    }

    [Fact]
    public async Task Imports_in_a_circle_are_refused()
    {
        AddProtocol(ProtocolText.With(
            ProtocolText.Library("public class A { }", 5, "dllImport=\"[ProtocolName].[ProtocolVersion].QAction.6.dll\"")
            + ProtocolText.Library("public class B { }", 6, "dllImport=\"[ProtocolName].[ProtocolVersion].QAction.5.dll\"")
            + ProtocolText.Polling("", attributes: "dllImport=\"[ProtocolName].[ProtocolVersion].QAction.5.dll\"")));
        await using var process = await StartAsync();
        await process.TickAsync(1);
        Assert.Contains("imports itself; break the circle of dllImport", Assert.Single(_folder.ReadLog("SLErrorsInProtocol.txt")));
    }

    [Fact]
    public async Task Entry_method_that_is_not_there_is_named()
    {
        AddProtocol(ProtocolText.With(ProtocolText.Polling("", attributes: "entryPoint=\"Start\"")));
        await using var process = await StartAsync();
        await process.TickAsync(2);
        Assert.Contains("has no public method QAction.Start(SLProtocol)", _folder.ReadLog("SLErrorsInProtocol.txt")[0]);
    }

    [Fact]
    public async Task Qaction_that_triggers_itself_does_not_hang_the_process()
    {
        AddProtocol(ProtocolText.With(ProtocolText.Polling("protocol.SetParameter(2, protocol.GetTriggerParameter());")));
        await using var process = await StartAsync();
        await process.TickAsync(2);
        Assert.Equal([(2, 0), (2, 0)], await TicksAndErrorsAsync(process));
    }

    public void Dispose() => _folder.Dispose();

    private string AddProtocol(string xml) => _folder.Write("protocols/test/protocol.xml", xml);

    private Task<ScriptingProcess> StartAsync(params string[] more) =>
        ScriptingProcess.StartManualAsync(_folder.Path, Path.Combine(_folder.Path, "protocols"), [Healthy, Faulty, .. more]);

    private static async Task<List<(int Ticks, int Errors)>> TicksAndErrorsAsync(ScriptingProcess process) =>
        [.. (await process.ReportAsync()).GetProperty("elements").EnumerateArray().Select(element => (element.GetProperty("ticks").GetInt32(), element.GetProperty("errors").GetInt32()))];
}
