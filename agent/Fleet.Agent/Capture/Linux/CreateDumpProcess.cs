using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Capture.Linux;

/// <summary>The child of a target that writes its dump. It outlives us.</summary>
/// <param name="pid">Its process id.</param>
[SupportedOSPlatform("linux")]
internal sealed class CreateDumpProcess(int pid)
{
    private const string Name = "createdump";

    /// <summary>Its process id.</summary>
    public int Pid { get; } = pid;

    /// <summary>The one that writes this file; null when none does.</summary>
    public static CreateDumpProcess? Writing(string path)
    {
        var wanted = Encoding.UTF8.GetBytes(path);
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var found)
                && ProcFile.TryRead($"/proc/{found}/stat", out var stat)
                && ProcStat.TryParse(stat, out var parsed)
                && parsed.Comm == Name
                && ProcFile.TryRead($"/proc/{found}/cmdline", out var arguments)
                && arguments.AsSpan().IndexOf(wanted) >= 0)
            {
                return new CreateDumpProcess(found);
            }
        }

        return null;
    }

    /// <summary>Ends it, which lets the target go on.</summary>
    public void End()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended meanwhile.
        }
    }
}
