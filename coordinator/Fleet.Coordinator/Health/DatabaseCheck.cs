using Fleet.Coordinator.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Fleet.Coordinator.Health;

/// <summary>The database takes a write: only that lets summaries be committed.</summary>
internal sealed class DatabaseCheck(SqliteWriter writer) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await writer.WriteAsync(session => session.Execute("UPDATE spool SET committed_sequence = committed_sequence WHERE id = -1"), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
