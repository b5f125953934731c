using Fleet.Coordinator.Health;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Tests.Kit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Coordinator.Tests.Health;

public sealed class DatabaseCheckTests : IAsyncDisposable
{
    private const int Full = 13;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Summaries.Start);
    private readonly LocalLog _local;

    public DatabaseCheckTests() => _local = new LocalLog(_folder["fleet.db"], time: _time);

    [Fact]
    public async Task A_write_that_found_no_room_counts_for_half_a_minute_though_a_smaller_one_finds_some()
    {
        var check = new DatabaseCheck(_local.Writer, _time);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
        await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            _local.Writer.WriteAsync<int>(_ => throw new SqliteException("database or disk is full", Full), CancellationToken.None));

        var full = await CheckAsync();
        Assert.Equal(HealthStatus.Unhealthy, full.Status);
        Assert.Contains("the disk is full", full.Description, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);

        Task<HealthCheckResult> CheckAsync() => check.CheckHealthAsync(new HealthCheckContext());
    }

    public async ValueTask DisposeAsync()
    {
        await _local.DisposeAsync();
        _folder.Dispose();
    }
}
