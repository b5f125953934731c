using System.ComponentModel;
using System.Diagnostics;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Live;

/// <summary>Opens a process by what the system offers.</summary>
internal static class LiveTargets
{
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(1);

    public static ILiveTarget Open(int pid, DateTimeOffset? startedAt)
    {
        var process = Describe(pid);
        if (startedAt is { } expected && !(process.StartedAt is { } found && (found - expected).Duration() <= StartTolerance))
            throw LiveFailures.AnotherProcess(pid, expected, process.StartedAt);

        if (OperatingSystem.IsLinux())
            return LinuxTarget.Open(process);
        if (OperatingSystem.IsWindows())
            return new WindowsTarget(process);

        throw new PlatformNotSupportedException("Heaps are read on Linux and Windows.");
    }

    private static ProcessDescription Describe(int pid)
    {
        if (pid <= 0 || (OperatingSystem.IsLinux() && !LinuxProcess.IsAlive(pid)))
            throw LiveFailures.Gone(pid);
        if (pid == Environment.ProcessId)
            throw new HeapReadException(HeapReadFailure.NoPermission, $"process {pid} is this program itself, which can't hold itself still; read another");

        try
        {
            using var process = Process.GetProcessById(pid);
            return new ProcessDescription(process.ProcessName, pid, StartOf(process), IntPtr.Size * 8);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw LiveFailures.Gone(pid);
        }
    }

    private static DateTimeOffset? StartOf(Process process)
    {
        try
        {
            var start = new DateTimeOffset(process.StartTime.ToUniversalTime());
            return start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMillisecond));
        }
        catch (Win32Exception)
        {
            return null; // not ours to ask
        }
    }
}
