using System.Globalization;

namespace Fleet.Agent.Targets.Linux;

/// <summary>The processes below <c>/proc</c>.</summary>
internal sealed class LinuxProcessTable(BootTime boot, TimeProvider time) : IProcessTable
{
    // The kernel reports to user space in ticks of 1/100 s on every architecture .NET runs on (USER_HZ).
    private const int MillisecondsPerTick = 10;
    private const int RoundsKnown = 20;

    // Names and arguments are read once per process, except that an exec replaces them under the same pid and start: a changed comm
    // tells most of those, and reading again after a number of rounds the rest.
    private readonly Dictionary<int, Known> _known = [];
    private readonly Lock _lock = new();
    private int _round;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessEntry> List()
    {
        lock (_lock)
        {
            _round++;
            List<ProcessEntry> entries = [];
            foreach (var directory in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                    && pid != Environment.ProcessId
                    && Read(pid) is { } entry)
                {
                    entries.Add(entry);
                }
            }

            foreach (var ended in _known.Where(pair => pair.Value.SeenIn != _round).Select(pair => pair.Key).ToList())
                _known.Remove(ended);
            return entries;
        }
    }

    /// <inheritdoc/>
    public bool IsRunning(int pid, DateTimeOffset startedAt) => Stat(pid) is { } stat && StartOf(stat) == startedAt;

    /// <inheritdoc/>
    public DateTimeOffset StartedByClock(DateTimeOffset startedAt) => startedAt + (BootTime.ByClockPrecisely(time) - boot.Kept);

    private ProcessEntry? Read(int pid)
    {
        if (Stat(pid) is not { } stat)
            return null;

        if (!_known.TryGetValue(pid, out var known) || known.Stat != stat with { State = known.Stat.State } || known.ReadIn + RoundsKnown <= _round)
        {
            known = new Known(stat, Describe(pid, stat), _round);
            _known[pid] = known;
        }

        known.SeenIn = _round;
        return known.Entry;
    }

    private ProcessEntry Describe(int pid, ProcStat stat)
    {
        var arguments = ProcFile.TextOrEmpty($"/proc/{pid}/cmdline").TrimEnd('\0').Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var executable = ProcFile.LinkTarget($"/proc/{pid}/exe");
        var names = ProcessNames.Of(executable, arguments, stat.Comm);
        return new ProcessEntry(pid, StartOf(stat), names[0], names, string.Join(' ', arguments));
    }

    private DateTimeOffset StartOf(ProcStat stat) => boot.Kept.AddMilliseconds(stat.StartTicks * MillisecondsPerTick);

    private static ProcStat? Stat(int pid) =>
        ProcFile.TryRead($"/proc/{pid}/stat", out var content) && ProcStat.TryParse(content, out var stat) && stat.State is not ('Z' or 'X')
            ? stat
            : null;

    private sealed class Known(ProcStat stat, ProcessEntry entry, int readIn)
    {
        public ProcStat Stat => stat;

        public ProcessEntry Entry => entry;

        public int ReadIn => readIn;

        public int SeenIn { get; set; }
    }
}
