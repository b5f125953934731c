using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Uplink;

internal sealed partial class CoordinatorUplink
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Connected to the coordinator at {Coordinator}; {Waiting} summaries wait in the spool")]
    private partial void LogConnected(string coordinator, long waiting);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "No stream to the coordinator at {Coordinator}: {Reason}. Summaries are kept in the spool until it is back")]
    private partial void LogLost(string coordinator, string reason);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Error, Message = "The coordinator at {Coordinator} refuses this agent: {Reason}")]
    private partial void LogRefused(string coordinator, string reason);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Error, Message = "The coordinator at {Coordinator} refuses this agent: {Reason} Until it is accepted, it looks at no process")]
    private partial void LogDouble(string coordinator, string reason);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "The coordinator goes away; connecting again within {Seconds} s")]
    private partial void LogDrained(double seconds);
}
