using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Targets.Hosting;

internal sealed partial class HostedProtocols
{
    [LoggerMessage(1110, LogLevel.Information, "Following {Path}: {Elements} elements, {Unreadable} lines not understood")]
    private partial void LogRead(string path, int elements, long unreadable);

    [LoggerMessage(1111, LogLevel.Warning, "{Path} can't be read, so it is not known what each SLScripting hosts: {Cause} Let the agent read it.")]
    private partial void LogUnreadable(string path, string cause);
}
