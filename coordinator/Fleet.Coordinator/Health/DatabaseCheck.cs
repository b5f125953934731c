using Fleet.Coordinator.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Fleet.Coordinator.Health;

/// <summary>
/// The database takes what is written: only that lets summaries be committed. A small write may still find room in the write-ahead log of
/// a full disk where a summary finds none, so that a write of anybody that failed lately counts as well.
/// </summary>
internal sealed class DatabaseCheck(SqliteWriter writer, TimeProvider time) : IHealthCheck
{
    /// <summary>A summary that could not be committed is tried again within half of it.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (writer.LastFailure is { } failure && time.GetUtcNow() - failure.At < Lately)
            return HealthCheckResult.Unhealthy(failure.Reason);

        try
        {
            await writer.WriteAsync(
                session => session.Execute(
                    "INSERT INTO health (id, checked_at) VALUES (1, $now) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at",
                    ("$now", time.GetUtcNow().ToUnixTimeMilliseconds())),
                cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
