using System.Diagnostics;
using System.Globalization;
using Fleet.Agent.Targets.Linux;
using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Capture;

/// <summary>How large a dump will be at most, so that it is not begun without room for it.</summary>
internal static class DumpSize
{
    // Modules, threads and notes; measured 20 to 60 MB for small processes.
    private const long Fixed = 64L << 20;

    /// <summary>Bytes.</summary>
    public static long Estimate(int pid, DumpKind kind) => Fixed + kind switch
    {
        DumpKind.Mini => 0,
        DumpKind.Heap => OperatingSystem.IsWindows() ? PrivateBytes(pid) : Mapped(pid, writableOnly: true),
        _ => OperatingSystem.IsWindows() ? PrivateBytes(pid) : Mapped(pid, writableOnly: false),
    };

    // The runtime writes what is readable; what it has only reserved is not.
    private static long Mapped(int pid, bool writableOnly)
    {
        var total = 0L;
        foreach (var line in ProcFile.TextOrEmpty($"/proc/{pid}/maps").Split('\n'))
        {
            var dash = line.IndexOf('-', StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (dash < 0 || space < dash || line.Length < space + 3 || line[space + 1] != 'r' || (writableOnly && line[space + 2] != 'w'))
                continue;

            var start = ulong.Parse(line.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var end = ulong.Parse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            total += (long)(end - start);
        }

        return total;
    }

    private static long PrivateBytes(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.PrivateMemorySize64;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }
}
