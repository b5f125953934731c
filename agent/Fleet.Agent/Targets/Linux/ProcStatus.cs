using System.Globalization;
using System.Text;

namespace Fleet.Agent.Targets.Linux;

/// <summary>What matters to us of <c>/proc/PID/status</c>; bytes.</summary>
internal sealed record ProcStatus
{
    /// <summary>Effective user id.</summary>
    public int User { get; private init; }

    /// <summary>Effective group id.</summary>
    public int Group { get; private init; }

    /// <summary>Stopped by who traces it.</summary>
    public bool IsInTracingStop { get; private init; }

    /// <summary>Stopped by a signal.</summary>
    public bool IsStopped { get; private init; }

    /// <summary>Id of the thread that traces it; 0: none does.</summary>
    public int Tracer { get; private init; }

    /// <summary>Id of the process that this thread belongs to.</summary>
    public int ThreadGroup { get; private init; }

    /// <summary>Hexadecimal.</summary>
    public string EffectiveCapabilities { get; private init; } = "";

    /// <summary>Resident.</summary>
    public long Resident { get; private init; }

    /// <summary>Resident and not backed by a file.</summary>
    public long Anonymous { get; private init; }

    /// <summary>Anonymous and swapped out.</summary>
    public long Swapped { get; private init; }

    /// <summary>Process id as the process itself sees it, which differs in a container.</summary>
    public int InnermostPid { get; private init; }

    /// <summary>Reads the file; null when the process has ended.</summary>
    public static ProcStatus? Read(string path)
    {
        if (!ProcFile.TryRead(path, out var content))
            return null;

        var status = new ProcStatus();
        foreach (var line in Encoding.ASCII.GetString(content).Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;

            var value = line.AsSpan(colon + 1).Trim();
            status = line.AsSpan(0, colon) switch
            {
                "State" => status with { IsInTracingStop = value is ['t', ..], IsStopped = value is ['T', ..] },
                "TracerPid" => status with { Tracer = Column(value, 0) },
                "Tgid" => status with { ThreadGroup = Column(value, 0) },
                "Uid" => status with { User = Column(value, 1) },
                "Gid" => status with { Group = Column(value, 1) },
                "CapEff" => status with { EffectiveCapabilities = value.ToString() },
                "NSpid" => status with { InnermostPid = Column(value, Columns(value) - 1) },
                "VmRSS" => status with { Resident = Bytes(value) },
                "RssAnon" => status with { Anonymous = Bytes(value) },
                "VmSwap" => status with { Swapped = Bytes(value) },
                _ => status,
            };
        }

        return status;
    }

    private static long Bytes(ReadOnlySpan<char> value)
    {
        var unit = value.IndexOf(' ');
        return long.TryParse(unit < 0 ? value : value[..unit], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : 0;
    }

    private static int Columns(ReadOnlySpan<char> value) => value.Count('\t') + 1;

    private static int Column(ReadOnlySpan<char> value, int index)
    {
        var current = 0;
        foreach (var range in value.Split('\t'))
        {
            if (current++ == index)
                return int.TryParse(value[range], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        return 0;
    }
}
