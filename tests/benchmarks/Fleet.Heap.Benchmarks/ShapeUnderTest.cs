using System.Diagnostics;
using System.Globalization;

namespace Fleet.Heap.Benchmarks;

/// <summary>The process that is read. A grandchild, because a Process object of ours would wait for a child's stops.</summary>
internal sealed class ShapeUnderTest : IDisposable
{
    private readonly Process _shell;

    private ShapeUnderTest(Process shell, int pid) => (_shell, Pid) = (shell, pid);

    public int Pid { get; }

    public static ShapeUnderTest Start(string shape, int objects, bool serverGc = false, bool regions = true)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "exec 3<&0; \"$@\" <&3 3<&- & wait", "sh", Sibling("HeapShapes", "heap-shapes"), shape, objects.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = serverGc ? "1" : "0";
        if (!regions)
            start.Environment["DOTNET_GCName"] = "libclrgc.so"; // the collector with segments
        var shell = Process.Start(start)!;
        var line = shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The workload did not start.");
        return new ShapeUnderTest(shell, int.Parse(line.AsSpan("ready ".Length), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>Collections of generations 0, 1 and 2 so far.</summary>
    public long[] Collections()
    {
        _shell.StandardInput.WriteLine("collections");
        _shell.StandardInput.Flush();
        return [.. _shell.StandardOutput.ReadLine()!.Split(' ').Select(count => long.Parse(count, CultureInfo.InvariantCulture))];
    }

    /// <summary>Where a project's output is, seen from ours.</summary>
    public static string Sibling(string project, string program)
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(own, "..", "..", project, Path.GetFileName(own), program));
    }

    public void Dispose()
    {
        _shell.StandardInput.Close(); // it ends with its input
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
