using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

public sealed partial class SummarySpool
{
    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Spool: summary {Sequence} in {Path} is damaged and left out")]
    private partial void LogDamagedRecord(ulong sequence, string path);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Warning, Message = "Spool: it can't be noted that everything up to {Sequence} is committed: {Reason}. It will be sent again after a restart")]
    private partial void LogNotMarked(ulong sequence, string reason);

    [LoggerMessage(EventId = 5007, Level = LogLevel.Warning, Message = "Spool: the coordinator has summaries up to {Committed}, this spool only up to {Last}: it was restored from an older copy. New summaries go on after {Committed}")]
    private partial void LogBehind(ulong committed, ulong last);
}
