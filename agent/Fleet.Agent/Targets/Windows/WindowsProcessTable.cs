using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;

namespace Fleet.Agent.Targets.Windows;

/// <summary>The processes that Windows lists. Windows keeps their start in the process object: it does not change.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProcessTable : IProcessTable
{
    /// <inheritdoc/>
    public IReadOnlyList<ProcessEntry> List()
    {
        List<ProcessEntry> entries = [];
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (process.Id != Environment.ProcessId && StartOf(process) is { } startedAt)
                    entries.Add(Describe(process, startedAt));
            }
        }

        return entries;
    }

    /// <inheritdoc/>
    public bool IsRunning(int pid, DateTimeOffset startedAt)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return StartOf(process) == startedAt;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset StartedByClock(DateTimeOffset startedAt) => startedAt;

    private static ProcessEntry Describe(Process process, DateTimeOffset startedAt)
    {
        var commandLine = WindowsCommandLine.Read(process.Id);
        // Names with spaces are quoted; the application of `dotnet App.dll` is all that is wanted of the arguments.
        var arguments = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Trim('"')).ToList();
        var names = ProcessNames.Of(process.ProcessName, arguments, process.ProcessName);
        return new ProcessEntry(process.Id, startedAt, names[0], names, commandLine);
    }

    private static DateTimeOffset? StartOf(Process process)
    {
        try
        {
            var utc = process.StartTime.ToUniversalTime();
            return new DateTimeOffset(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond)));
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            // Ended, or protected by the system: no target of ours.
            return null;
        }
    }
}
