using System.Globalization;
using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Watch.Linux;

/// <summary>The limit on address space that <c>/proc/PID/limits</c> tells (RLIMIT_AS).</summary>
internal static class AddressSpaceLimit
{
    private const string Line = "Max address space";

    /// <summary>Bytes; 0 when there is none.</summary>
    public static long Of(int pid)
    {
        foreach (var line in ProcFile.TextOrEmpty($"/proc/{pid}/limits").Split('\n'))
        {
            if (!line.StartsWith(Line, StringComparison.Ordinal))
                continue;

            var soft = line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
        }

        return 0;
    }
}
