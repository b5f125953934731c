using System.Diagnostics;

namespace Fleet.Agent.Tests.Processes;

/// <summary>A process that a test starts and ends.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private Child(Process process) => _process = process;

    public int Pid => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public static Child Start(string path, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var child = new Child(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Take(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Take(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    public static async Task<Child> StartWorkloadAsync(params string[] arguments)
    {
        var child = Start(Built.Workload, arguments);
        await child.SaysAsync("ready");
        return child;
    }

    public Task SaysAsync(string text) =>
        Eventually.HoldsAsync(() => Lines.Any(line => line.Contains(text, StringComparison.Ordinal)) || HasExited, $"pid {Pid} says '{text}'");

    public async Task CollectAsync()
    {
        var before = Lines.Count(line => line == "collected");
        await _process.StandardInput.WriteLineAsync("collect");
        await _process.StandardInput.FlushAsync();
        await Eventually.HoldsAsync(() => Lines.Count(line => line == "collected") > before, "the workload collects");
    }

    public Task ExitsAsync() => _process.WaitForExitAsync();

    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
