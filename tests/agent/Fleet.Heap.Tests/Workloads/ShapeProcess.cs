using System.Diagnostics;
using System.Globalization;

namespace Fleet.Heap.Tests.Workloads;

/// <summary>A heap-shapes process, ready to be looked at; ends with the test.</summary>
internal sealed class ShapeProcess : IAsyncDisposable
{
    // A grandchild: a Process object waits for its own child, and takes a stop by a tracer in the same process for its end.
    private readonly Process _shell;

    private ShapeProcess(Process shell, int pid)
    {
        _shell = shell;
        Pid = pid;
        using var process = Process.GetProcessById(pid);
        StartedAt = new DateTimeOffset(process.StartTime.ToUniversalTime());
    }

    public int Pid { get; }

    public DateTimeOffset StartedAt { get; }

    public static async Task<ShapeProcess> StartAsync(
        string shape, int count = HeapShapes.Known.DefaultCount, bool serverGc = false, bool regions = true, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "exec 3<&0; \"$@\" <&3 3<&- & wait", "sh",
                Sibling("HeapShapes", "heap-shapes"), shape, count.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = serverGc ? "1" : "0";
        if (!regions)
            start.Environment["DOTNET_GCName"] = "libclrgc.so"; // the collector with segments
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var shell = Process.Start(start)!;
        var line = await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("ready ", line, StringComparison.Ordinal);
        return new ShapeProcess(shell, int.Parse(line.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>Where a project's output is, seen from ours.</summary>
    public static string Sibling(string project, string program) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), program));

    /// <summary>Asks it for its rounds; an answer shows that it runs.</summary>
    public async Task<long> RoundsAsync() => long.Parse(await AskAsync(""), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Has it collect a generation, and waits until it has.</summary>
    public Task CollectAsync(int generation) => AskAsync(string.Create(CultureInfo.InvariantCulture, $"collect {generation}"));

    /// <summary>Has it collect generation 2 while its threads run, then once more while they don't, and waits until it has.</summary>
    public Task CollectInBackgroundAsync() => AskAsync("collect background");

    /// <summary>Collections of generations 0, 1 and 2 so far.</summary>
    public async Task<long[]> CollectionsAsync() =>
        [.. (await AskAsync("collections")).Split(' ').Select(count => long.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture))];

    /// <summary>Has it become another program with the same id, at some moment from now on.</summary>
    public async Task BecomeAnotherProgramAsync()
    {
        await _shell.StandardInput.WriteLineAsync("become");
        await _shell.StandardInput.FlushAsync();
    }

    private async Task<string> AskAsync(string question)
    {
        await _shell.StandardInput.WriteLineAsync(question);
        await _shell.StandardInput.FlushAsync();
        return (await _shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Waits until it has churned on.</summary>
    public async Task MakesProgressAsync()
    {
        var before = await RoundsAsync();
        while (await RoundsAsync() == before)
            await Task.Yield();
    }

    /// <summary>A field of /proc/PID/status.</summary>
    public string Status(string field) =>
        File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..].Trim();

    public bool IsAlive => Directory.Exists($"/proc/{Pid}") && Status("State")[0] is not ('Z' or 'X');

    public void Kill()
    {
        using var process = Process.GetProcessById(Pid);
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists($"/proc/{Pid}"))
            Kill();
        await _shell.WaitForExitAsync(CancellationToken.None);
        _shell.Dispose();
    }
}
