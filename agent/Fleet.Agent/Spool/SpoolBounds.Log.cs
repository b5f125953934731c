using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

internal sealed partial class SpoolBounds
{
    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "Spool: {Count} summaries are given up, from {First} on: too old, or no room (Spool:MaximumAge, Spool:MaximumBytes)")]
    private partial void LogGivenUp(long count, ulong first);
}
