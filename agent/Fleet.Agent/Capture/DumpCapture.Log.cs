using Fleet.Contracts.AgentApi;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Capture;

internal sealed partial class DumpCapture
{
    [LoggerMessage(1400, LogLevel.Information, "Taking a {Kind} dump of {Name} (pid {Pid}), at most {Estimate} bytes")]
    private partial void LogBegin(DumpKind kind, string name, int pid, long estimate);

    [LoggerMessage(1401, LogLevel.Information, "The dump {Path} is whole: {Bytes} bytes")]
    private partial void LogCaptured(string path, long bytes);

    [LoggerMessage(1402, LogLevel.Warning, "Dumps that are too many now could not be removed: {Cause}")]
    private partial void LogNotRemoved(string cause);
}
