using Fleet.Coordinator.Leaks.Explanations;

namespace Fleet.Coordinator.Leaks;

/// <summary>Keeps the one correlator of the fleet alive, on whatever silo it is, and who asks for the holders of what it finds.</summary>
internal sealed partial class CorrelatorWaker(
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<CorrelatorWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ILogger<CorrelatorWaker> _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await grains.GetGrain<IIncidentsGrain>(0).Wake(stoppingToken);
                await grains.GetGrain<IExplanationsGrain>(0).Wake(stoppingToken);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or Storage.StorageUnavailableException)
            {
                LogFailed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Before the silo has joined its cluster no grain can be called.</summary>
    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(1315, LogLevel.Warning, "The correlator can't be reached and is tried again in a minute: {Reason}")]
    private partial void LogFailed(string reason);
}
