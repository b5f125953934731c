using Fleet.Contracts.Heap;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Looks;

internal sealed partial class HeapLook
{
    [LoggerMessage(1300, LogLevel.Information, "Looked at {Name} (pid {Pid}, {Trigger}): {Objects} objects, {Bytes} bytes, paused {PauseMs:F1} ms, summary {Sequence}")]
    private partial void LogTaken(string name, int pid, LookTrigger trigger, long objects, long bytes, double pauseMs, ulong sequence);

    [LoggerMessage(1301, LogLevel.Warning, "No look at pid {Pid} ({Trigger}): {Reason}")]
    private partial void LogFailed(int pid, LookTrigger trigger, string reason);
}
