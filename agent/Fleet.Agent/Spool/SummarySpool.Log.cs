using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

public sealed partial class SummarySpool
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Spool: {Stretches} damaged stretches in {Path} are left out")]
    private partial void LogDamagedSegment(string path, int stretches);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Spool: summary {Sequence} in {Path} is damaged and left out")]
    private partial void LogDamagedRecord(ulong sequence, string path);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Spool: {Bytes} bytes of a record that was not finished are cut off {Path}")]
    private partial void LogTornRecord(string path, long bytes);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "Spool: summary {Sequence} is given up: too old, or no room (Spool:MaximumAge, Spool:MaximumBytes)")]
    private partial void LogGivenUp(ulong sequence);
}
