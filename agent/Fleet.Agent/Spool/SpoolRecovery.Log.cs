using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

internal sealed partial class SpoolRecovery
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Spool: {Stretches} damaged stretches in {Path} are left out")]
    private partial void LogDamagedSegment(string path, int stretches);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Spool: {Bytes} bytes of a record that was not finished are cut off {Path}")]
    private partial void LogTornRecord(string path, long bytes);
}
