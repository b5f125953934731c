using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Looks.OutOfMemory;

internal sealed partial class OutOfMemoryLogs
{
    [LoggerMessage(1320, LogLevel.Warning, "DataMiner's logs tell of an OutOfMemoryException in '{Source}'; looking at the process")]
    private partial void LogExhausted(string source);

    [LoggerMessage(1321, LogLevel.Warning, "{Path} can't be read, so an OutOfMemoryException in it goes unnoticed: {Cause} Let the agent read it.")]
    private partial void LogUnreadable(string path, string cause);
}
