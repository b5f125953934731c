using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Capture;

internal sealed partial class DumpStore
{
    [LoggerMessage(1410, LogLevel.Information, "Removed the dump {Path} ({Bytes} bytes): too old, or room was needed")]
    private partial void LogRemoved(string path, long bytes);

    [LoggerMessage(1411, LogLevel.Warning, "Removed the dump {Path} ({Bytes} bytes) before another was taken: the disk has no room for both")]
    private partial void LogRemovedBefore(string path, long bytes);
}
