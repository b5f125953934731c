using Fleet.Contracts.AgentApi;

namespace Fleet.Coordinator.Dumps;

/// <summary>Removes dumps that have become too old, at the start and every hour.</summary>
internal sealed partial class DumpSweeper(DumpStore store, IGrainFactory grains, TimeProvider time, ILogger<DumpSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private const string Reason = "The file was removed from the coordinator's store when it had become too old (Dumps:Retention).";

    private readonly ILogger<DumpSweeper> _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                var now = time.GetUtcNow();
                foreach (var id in store.TooOld(now))
                {
                    // Said before it is done: a dump that is called stored and has no file would stay so after a kill in between.
                    await grains.GetGrain<IDumpGrain>(id).Expire(DumpState.Stored, Reason, stoppingToken);
                    store.Remove(id);
                    LogRemoved(id);
                }

                store.RemoveOldParts(now);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or OrleansException or TimeoutException or Storage.StorageUnavailableException)
            {
                LogFailed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1611, LogLevel.Information, "Dump {Id} has become too old and its file is removed.")]
    private partial void LogRemoved(string id);

    [LoggerMessage(1612, LogLevel.Warning, "Old dumps could not be removed; tried again in an hour: {Reason}")]
    private partial void LogFailed(string reason);
}
