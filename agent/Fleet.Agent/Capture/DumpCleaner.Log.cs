using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Capture;

internal sealed partial class DumpCleaner
{
    [LoggerMessage(1420, LogLevel.Warning, "Old dumps could not be removed: {Cause}")]
    private partial void LogFailed(string cause);
}
