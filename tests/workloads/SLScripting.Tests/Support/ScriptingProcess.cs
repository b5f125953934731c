using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SLScripting.Tests.Support;

/// <summary>A real SLScripting process of this build.</summary>
internal sealed class ScriptingProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ScriptingProcess(IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Executable, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
    }

    public static string Protocols { get; } = Path.Combine(Path.GetDirectoryName(Executable)!, "protocols");

    public int Id => _process.Id;

    /// <summary>The line that said that everything runs.</summary>
    public string Ready { get; private set; } = "";

    private static string Executable => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "SLScripting", new DirectoryInfo(AppContext.BaseDirectory).Name, "SLScripting"));

    /// <summary>Starts one whose elements tick on command only.</summary>
    public static Task<ScriptingProcess> StartManualAsync(string dataMinerFolder, string protocols, IEnumerable<string> elements, params string[] more) =>
        StartAsync(["--dataminer-dir", dataMinerFolder, "--protocols", protocols, "--manual", .. elements.SelectMany(element => new[] { "--element", element }), .. more]);

    /// <summary>Starts one and waits until it is ready, or has ended.</summary>
    public static async Task<ScriptingProcess> StartAsync(params string[] arguments)
    {
        var process = new ScriptingProcess(arguments);
        process.Ready = await process._process.StandardOutput.ReadLineAsync() ?? "";
        return process;
    }

    /// <summary>Sends a command and returns its answer.</summary>
    public async Task<string> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        while (true)
        {
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"it ended: {_errors}");
            // A dump is written by a child of the process, which says so where the process says things.
            if (!line.StartsWith("[createdump]", StringComparison.Ordinal))
                return line;
        }
    }

    public async Task TickAsync(int ticks) => Assert.Equal($"ticked {ticks}", await AskAsync($"tick {ticks}"));

    public async Task<JsonElement> ReportAsync() => JsonDocument.Parse((await AskAsync("report"))["report ".Length..]).RootElement;

    /// <summary>Closes its standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, _errors.ToString().Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
