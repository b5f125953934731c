using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Fleet.Coordinator.Tests.Kit;

/// <summary>The real coordinator as a child process, on free ports.</summary>
internal sealed partial class CoordinatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<(string Words, TaskCompletionSource Printed)> _waits = new();
    private readonly TaskCompletionSource<(string Grpc, string Http)> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CoordinatorProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The coordinator ended: {Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static string Executable { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Fleet.Coordinator", new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? "fleet-coordinator.exe" : "fleet-coordinator"));

    public string Grpc { get; private set; } = "";

    public string Http { get; private set; } = "";

    public int Pid => _process.Id;

    /// <summary>Returns when it has printed a line that holds these words.</summary>
    public Task PrintedAsync(string words)
    {
        var printed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Enqueue((words, printed));
        // It may have been printed before there was anybody to tell.
        if (_output.Any(line => line.Contains(words, StringComparison.Ordinal)))
            printed.TrySetResult();
        return printed.Task.WaitAsync(Patience);
    }

    public string Output => string.Join('\n', _output);

    public static async Task<CoordinatorProcess> StartAsync(string dataDir, params string[] settings)
    {
        string[] arguments = ["--data-dir", dataDir, "--listen", "http://127.0.0.1:0", "--http", "http://127.0.0.1:0", .. settings];
        var coordinator = new CoordinatorProcess(arguments);
        (coordinator.Grpc, coordinator.Http) = await coordinator._ready.Task.WaitAsync(Patience);
        return coordinator;
    }

    /// <summary>Runs it to its end; for starts that are meant to fail.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var coordinator = new CoordinatorProcess(arguments);
        await coordinator._process.WaitForExitAsync().WaitAsync(Patience);
        return (coordinator._process.ExitCode, coordinator.Output);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>The orderly end, as systemd would ask for it.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;

        _output.Enqueue(line);
        foreach (var (words, printed) in _waits)
        {
            if (line.Contains(words, StringComparison.Ordinal))
                printed.TrySetResult();
        }

        if (ReadyLine().Match(line) is { Success: true } match)
            _ready.TrySetResult((match.Groups[1].Value, match.Groups[2].Value));
    }

    [GeneratedRegex("Coordinator ready: gRPC (\\S+), HTTP (\\S+),")]
    private static partial Regex ReadyLine();
}
