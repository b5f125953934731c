namespace Fleet.Coordinator.Storage;

internal sealed partial class SqliteWriter
{
    [LoggerMessage(1101, LogLevel.Error, "Nothing can be committed: {Reason} Agents keep their summaries; the coordinator goes on trying.")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(1102, LogLevel.Information, "Commits work again: {Path}")]
    private partial void LogRecovered(string path);
}
