using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Storage;

/// <summary>What the snapshot log gives up as summaries grow old: all, then one an hour, then one a day, then none. Instance by instance, so that commits in between wait little.</summary>
internal sealed class Thinning(SnapshotLogOptions options)
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;

    public async Task<long> RunAsync(SqliteDatabase database, SqliteWriter writer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = (now - options.KeepAll).ToUnixTimeMilliseconds();
        var hourly = (now - options.KeepHourly).ToUnixTimeMilliseconds();
        var daily = (now - options.KeepDaily).ToUnixTimeMilliseconds();
        var instances = await database.ReadAsync(session => Candidates(session, all), cancellationToken);
        long removed = 0;
        foreach (var instance in instances)
        {
            removed += await writer.WriteAsync(
                session => Remove(session, instance, 0, daily, long.MaxValue)
                    + Remove(session, instance, daily, hourly, Day)
                    + Remove(session, instance, hourly, all, Hour),
                cancellationToken);
        }

        return removed;
    }

    private static List<long> Candidates(SqliteSession session, long before)
    {
        var instances = new List<long>();
        using var reader = session.Statement("SELECT DISTINCT instance FROM summary WHERE taken_at < $before", ("$before", before)).ExecuteReader();
        while (reader.Read())
            instances.Add(reader.GetInt64(0));
        return instances;
    }

    /// <summary>Keeps the newest of each bucket; a bucket of <see cref="long.MaxValue"/> keeps none. Never touches what the spool may still send again.</summary>
    private static long Remove(SqliteSession session, long instance, long from, long to, long bucket) => session.Execute(
        """
        DELETE FROM summary
        WHERE instance = $instance AND taken_at >= $from AND taken_at < $to
          AND sequence <= (SELECT committed_sequence FROM spool WHERE spool.id = summary.spool)
          AND ($bucket = 9223372036854775807 OR id NOT IN (
            SELECT id FROM (
              SELECT id, max(taken_at) FROM summary WHERE instance = $instance AND taken_at >= $from AND taken_at < $to GROUP BY taken_at / $bucket)))
        """,
        ("$instance", instance), ("$from", from), ("$to", to), ("$bucket", bucket));
}
