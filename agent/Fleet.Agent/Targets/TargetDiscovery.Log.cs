using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Targets;

internal sealed partial class TargetDiscovery
{
    [LoggerMessage(1100, LogLevel.Information, "Watching {Name} (pid {Pid}, started {StartedAt:O}) {Flavor} {Version}")]
    private partial void LogFound(string name, int pid, DateTimeOffset startedAt, string flavor, string version);

    [LoggerMessage(1101, LogLevel.Information, "{Name} (pid {Pid}, started {StartedAt:O}) has ended")]
    private partial void LogEnded(string name, int pid, DateTimeOffset startedAt);

    [LoggerMessage(1102, LogLevel.Warning, "No looks: {Reason}")]
    private partial void LogUnreadable(string reason);

    [LoggerMessage(1103, LogLevel.Error, "Processes could not be listed; trying again at the next round")]
    private partial void LogRoundFailed(Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "No process has the id {Pid} that is to be watched; give the id of one that runs, or a name with --process")]
    private partial void LogAbsent(int pid);
}
