using Fleet.DataMiner.Elements;
using SLScripting.Tests.Support;

namespace SLScripting.Tests.Processes;

/// <summary>What the process does as a process.</summary>
public sealed class HostTests(CompiledProtocols compiled) : IClassFixture<CompiledProtocols>
{
    private const string Modem = "Modem 1|101/1|Acme Satellite Modem SM-200|1.0.0.2|Production|5";

    [Fact]
    public async Task Ready_line_says_who_runs_how_many_elements()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartManualAsync(folder.Path, ScriptingProcess.Protocols, [Modem]);
        Assert.Equal($"ready pid={process.Id} elements=1", process.Ready);
    }

    [Fact]
    public async Task Elements_tick_by_their_timers()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartAsync("--dataminer-dir", folder.Path, "--element", Modem, "--exit-with-parent", "--speed", "5");
        while ((await process.ReportAsync()).GetProperty("elements")[0].GetProperty("ticks").GetInt64() < 5)
        {
            // A report takes as long as two collections do; the ticks come meanwhile.
        }
    }

    [Fact]
    public async Task End_of_the_input_ends_the_process()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartAsync("--dataminer-dir", folder.Path, "--element", Modem, "--exit-with-parent");
        process.CloseInput();
        Assert.Equal((0, ""), await process.EndAsync());
    }

    [Fact]
    public async Task Termination_signal_ends_the_process_cleanly()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartAsync("--dataminer-dir", folder.Path, "--element", Modem);
        await process.TerminateAsync();
        Assert.Equal((0, ""), await process.EndAsync());
    }

    [Fact]
    public async Task Ticks_that_were_asked_for_end_with_a_report()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartAsync("--dataminer-dir", folder.Path, "--element", Modem, "--ticks", "20");
        var (code, _) = await process.EndAsync();
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Wrong_usage_is_said_at_once_and_nothing_is_started()
    {
        await using var process = await ScriptingProcess.StartAsync("--speed", "fast", "--log-columns", "9");
        var (code, errors) = await process.EndAsync();
        Assert.Equal(2, code);
        Assert.Equal("", process.Ready);
        Assert.Equal(3, errors.Split('\n').Length);
        Assert.Contains("--dataminer-dir is missing", errors);
        Assert.Contains("--speed must be above 0 and at most 1000, not 'fast'", errors);
        Assert.Contains("--log-columns must be 8, 11 or 12", errors);
    }

    [Fact]
    public async Task Qaction_assemblies_are_named_as_DataMiner_names_them_and_loaded_from_bytes()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartManualAsync(folder.Path, ScriptingProcess.Protocols, [Modem]);
        var assemblies = (await process.ReportAsync()).GetProperty("assemblies").EnumerateArray().ToList();
        Assert.Equal(
            ["Acme Satellite Modem SM-200.1.0.0.2.QAction.1", "Acme Satellite Modem SM-200.1.0.0.2.QAction.2"],
            assemblies.Select(assembly => assembly.GetProperty("name").GetString()));
        Assert.All(assemblies, assembly => Assert.Equal("", assembly.GetProperty("location").GetString()));
    }

    [Fact]
    public async Task Second_process_of_a_node_takes_the_assemblies_that_the_first_has_compiled()
    {
        using var folder = new TemporaryFolder();
        await using var first = await ScriptingProcess.StartManualAsync(folder.Path, ScriptingProcess.Protocols, [Modem]);
        var scripts = Directory.GetFiles(Path.Combine(folder.Path, "ProtocolScripts"), "*.dll");
        Assert.Equal(2, scripts.Length);
        var written = scripts.Select(File.GetLastWriteTimeUtc).ToList();

        await using var second = await ScriptingProcess.StartManualAsync(folder.Path, ScriptingProcess.Protocols, [Modem]);
        await second.TickAsync(1);
        Assert.Equal(written, scripts.Select(File.GetLastWriteTimeUtc));
    }

    [Theory]
    [InlineData("8")]
    [InlineData("11")]
    [InlineData("12")]
    public async Task Several_processes_write_one_log_and_no_line_is_lost_or_torn(string columns)
    {
        const int Processes = 3;
        const int Elements = 40;
        using var folder = new TemporaryFolder();
        var protocols = Directory.CreateDirectory(Path.Combine(folder.Path, "protocols")).FullName;
        folder.Write("protocols/protocol.xml", ProtocolText.With(""));

        var processes = await Task.WhenAll(Enumerable.Range(1, Processes).Select(process => ScriptingProcess.StartManualAsync(
            folder.Path,
            protocols,
            Enumerable.Range(1, Elements).Select(element => $"Device {{{process}}} ({element})|101/{1000 * process + element}|Test Device|1.0.0.1|Production"),
            "--log-columns", columns)));
        var lines = folder.ReadLog("SLElementInProtocol.txt");
        var parsed = lines.Select(line => ElementInProtocolLine.TryParse(line, out var start) ? start : null).ToList();

        Assert.Equal(Processes * Elements, lines.Length);
        Assert.All(parsed, Assert.NotNull);
        Assert.All(lines, line => Assert.Equal(columns, line.Split('|').Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var process in processes)
        {
            Assert.Equal(Elements, parsed.Count(line => line!.ScriptingPid == process.Id));
            await process.DisposeAsync();
        }

        Assert.Equal(Processes * Elements, parsed.Select(line => line!.ElementId).Distinct().Count());
        Assert.All(parsed, line => Assert.Equal(("Test Device", "Production", "1.0.0.1"), (line!.Protocol, line.SelectedVersion, line.LinkedVersion)));
    }

    [Fact]
    public async Task Start_of_the_dma_is_marked_before_the_first_element()
    {
        using var folder = compiled.CopyTo(new TemporaryFolder());
        await using var process = await ScriptingProcess.StartManualAsync(folder.Path, ScriptingProcess.Protocols, [Modem], "--dma-start");
        var lines = folder.ReadLog("SLElementInProtocol.txt");
        Assert.Equal(2, lines.Length);
        Assert.True(ElementInProtocolLine.IsDmaStart(lines[0]));
    }
}
