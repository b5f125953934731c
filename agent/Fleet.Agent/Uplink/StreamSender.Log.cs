using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Uplink;

internal sealed partial class StreamSender
{
    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "Summary {Sequence} is given up: {Reason}")]
    private partial void LogTooLarge(ulong sequence, string reason);

    [LoggerMessage(EventId = 6103, Level = LogLevel.Warning, Message = "Summary {Sequence} is given up: it was taken as node {Other}, and this is {Node}. Give a changed node a data directory of its own")]
    private partial void LogOtherNode(ulong sequence, string other, string node);
}
