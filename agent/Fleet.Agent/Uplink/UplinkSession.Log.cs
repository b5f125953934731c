using Fleet.Contracts.AgentApi;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Uplink;

internal sealed partial class UplinkSession
{
    [LoggerMessage(EventId = 6102, Level = LogLevel.Debug, Message = "The coordinator said something that this agent does not understand: {Kind}")]
    private partial void LogNotUnderstood(ConnectResponse.MessageOneofCase kind);
}
