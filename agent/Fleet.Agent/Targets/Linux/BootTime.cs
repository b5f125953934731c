using System.Globalization;

namespace Fleet.Agent.Targets.Linux;

/// <summary>
/// When this machine was booted: the origin of every process's start time. The kernel derives it from the wall clock, so it moves
/// when the clock is set; to keep identities the same, the first value seen in a boot is kept for as long as that boot lasts.
/// </summary>
internal sealed class BootTime
{
    private const string StatFile = "/proc/stat";
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const string KeptFile = "boot-time";

    private BootTime(DateTimeOffset kept) => Kept = kept;

    /// <summary>UTC, whole seconds, the same for the whole boot.</summary>
    public DateTimeOffset Kept { get; }

    /// <summary>Reads the kept value of this boot, or keeps the present one.</summary>
    /// <param name="directory">Where it is kept.</param>
    public static BootTime ReadOrKeep(string directory)
    {
        var path = Path.Combine(directory, KeptFile);
        var boot = File.ReadAllText(BootIdFile).Trim();
        if (File.Exists(path)
            && File.ReadAllText(path).Split('\n', StringSplitOptions.TrimEntries) is [var keptBoot, var keptSeconds, ..]
            && keptBoot == boot
            && long.TryParse(keptSeconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return new BootTime(DateTimeOffset.FromUnixTimeSeconds(seconds));
        }

        var now = ByClock();
        var fresh = path + ".new";
        File.WriteAllText(fresh, string.Create(CultureInfo.InvariantCulture, $"{boot}\n{now.ToUnixTimeSeconds()}\n"));
        File.Move(fresh, path, overwrite: true);
        return new BootTime(now);
    }

    /// <summary>UTC, to about 10 ms, by the clock as it is set now: what others compute who don't need the same answer twice.</summary>
    public static DateTimeOffset ByClockPrecisely(TimeProvider time)
    {
        var uptime = File.ReadAllText("/proc/uptime").Split(' ')[0];
        return time.GetUtcNow() - TimeSpan.FromSeconds(double.Parse(uptime, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
    }

    /// <summary>UTC, whole seconds, by the clock as it is set now.</summary>
    public static DateTimeOffset ByClock()
    {
        foreach (var line in File.ReadLines(StatFile))
        {
            if (line.StartsWith("btime ", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return DateTimeOffset.FromUnixTimeSeconds(seconds);
            }
        }

        throw new InvalidDataException($"{StatFile} has no line 'btime', as every Linux kernel writes it.");
    }
}
