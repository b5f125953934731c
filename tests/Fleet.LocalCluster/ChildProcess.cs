using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Fleet.LocalCluster;

/// <summary>A process that we started and that we end. Its output is kept, and can be waited for.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<(Regex Pattern, TaskCompletionSource<string> Found)> _waits = [];
    private readonly Lock _lock = new();

    private ChildProcess(Process process, string name)
    {
        _process = process;
        Name = name;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it printed so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
                return string.Join(Environment.NewLine, _lines);
        }
    }

    /// <summary>Starts an executable.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="path">The executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables on top of ours.</param>
    public static ChildProcess Start(
        string name,
        string path,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process, name);
        process.OutputDataReceived += (_, e) => child.Take(e.Data);
        process.ErrorDataReceived += (_, e) => child.Take(e.Data);
        process.Exited += (_, _) => child.FailWaits();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for a line that matches, past ones included.</summary>
    /// <exception cref="InvalidOperationException">The process ended without it, or the time ran out.</exception>
    public async Task<string> WaitForLineAsync(string pattern, TimeSpan patience, CancellationToken cancellationToken)
    {
        var regex = new Regex(pattern);
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.Find(regex.IsMatch) is { } line)
                return line;
            _waits.Add((regex, found));
        }

        if (_process.HasExited)
            FailWaits();
        try
        {
            return await found.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{Name} did not print /{pattern}/ within {patience}. It printed:\n{Output}");
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends it the hard way, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and ends it if it doesn't.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        if (OperatingSystem.IsWindows() || Signal(_process.Id, SigTerm) != 0)
            _process.Kill();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(PatienceAtStop);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var (pattern, found) in _waits)
            {
                if (pattern.IsMatch(line))
                    found.TrySetResult(line);
            }
        }
    }

    private void FailWaits()
    {
        // Lets the readers deliver what was printed last.
        _process.WaitForExit();
        lock (_lock)
        {
            foreach (var (pattern, found) in _waits)
            {
                found.TrySetException(new InvalidOperationException(
                    $"{Name} ended with exit code {_process.ExitCode} before it printed /{pattern}/. It printed:\n{string.Join('\n', _lines)}"));
            }
        }
    }

    private const int SigTerm = 15;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);
}
