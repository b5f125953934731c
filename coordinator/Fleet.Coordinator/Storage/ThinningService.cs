using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Storage;

/// <summary>Thins the snapshot log out and forgets commands of old, again and again.</summary>
internal sealed partial class ThinningService(ISnapshotLog log, IFleetDirectory directory, SnapshotLogOptions options, TimeProvider time, ILogger<ThinningService> logger) : BackgroundService
{
    /// <summary>Longer than a command may wait and than its node remembers its end.</summary>
    private static readonly TimeSpan ForgetCommandsAfter = TimeSpan.FromDays(60);

    private readonly ILogger<ThinningService> _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ThinEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = time.GetUtcNow();
                var removed = await log.ThinAsync(now, stoppingToken);
                await directory.ForgetAsync(now - ForgetCommandsAfter, stoppingToken);
                if (removed > 0)
                    LogThinned(removed);
            }
            catch (StorageUnavailableException e)
            {
                LogPostponed(e.Message);
            }
        }
    }

    [LoggerMessage(1111, LogLevel.Information, "Thinned out {Removed} old summaries.")]
    private partial void LogThinned(long removed);

    [LoggerMessage(1112, LogLevel.Warning, "Old summaries stay for now: {Reason}")]
    private partial void LogPostponed(string reason);
}
