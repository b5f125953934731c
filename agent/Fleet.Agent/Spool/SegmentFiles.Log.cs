using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

internal sealed partial class SegmentFiles
{
    [LoggerMessage(EventId = 5005, Level = LogLevel.Warning, Message = "Spool: {Path} is not needed any more and can't be deleted: {Reason}. Delete it by hand")]
    private partial void LogNotDeleted(string path, string reason);
}
