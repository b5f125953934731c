using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Watch.Counters;

internal sealed partial class GcCounters
{
    [LoggerMessage(1210, LogLevel.Debug, "No runtime counters of {Name} (pid {Pid}): {Cause}")]
    private partial void LogNoCounters(string name, int pid, string cause);
}
