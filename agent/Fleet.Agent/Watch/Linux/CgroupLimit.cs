using System.Globalization;
using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Watch.Linux;

/// <summary>The memory limit of the control group a process is in, or of a group above it, in either version of cgroups.</summary>
internal static class CgroupLimit
{
    private const string Mount = "/sys/fs/cgroup";

    // Version 1 writes "no limit" as the largest multiple of a page below 2^63.
    private const long Unlimited = long.MaxValue >> 1;

    /// <summary>Bytes; 0 when there is none.</summary>
    public static long Of(int pid)
    {
        var smallest = long.MaxValue;
        foreach (var line in ProcFile.TextOrEmpty($"/proc/{pid}/cgroup").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy:controllers:path
            if (line.Split(':', 3) is not [var hierarchy, var controllers, var path])
                continue;
            if (hierarchy == "0")
                smallest = Math.Min(smallest, Smallest(Mount, path, "memory.max"));
            else if (controllers.Split(',').Contains("memory"))
                smallest = Math.Min(smallest, Smallest($"{Mount}/memory", path, "memory.limit_in_bytes"));
        }

        return smallest >= Unlimited ? 0 : smallest;
    }

    private static long Smallest(string mount, string path, string file)
    {
        var smallest = long.MaxValue;
        for (var group = path.TrimEnd('/'); ; group = group[..group.LastIndexOf('/')])
        {
            var text = ProcFile.TextOrEmpty($"{mount}{group}/{file}").Trim();
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                smallest = Math.Min(smallest, bytes);
            if (!group.Contains('/', StringComparison.Ordinal))
                return smallest;
        }
    }
}
