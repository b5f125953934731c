using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Storage;

/// <summary>The snapshot log in the embedded database.</summary>
internal sealed class SqliteSnapshotLog(SqliteDatabase database, SqliteWriter writer, TypeDictionary types, SnapshotLogOptions options) : ISnapshotLog
{
    private readonly SummaryInsert _insert = new();
    private readonly Thinning _thinning = new(options);

    public async Task<AppendOutcome> AppendAsync(SpoolPosition position, InstanceSummary summary, CancellationToken cancellationToken)
    {
        var blob = SummaryBlob.Encode(summary, await types.NumberAsync(summary.Heap.Types, writer, cancellationToken));
        return await writer.WriteAsync(session => _insert.Run(session, position, summary, blob), cancellationToken);
    }

    public Task<long> CommittedSequenceAsync(string spoolId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SpoolReads.CommittedSequence(session, spoolId), cancellationToken);

    public Task AdvanceAsync(string spoolId, long sequence, CancellationToken cancellationToken) =>
        writer.WriteAsync(session => _insert.Advance(session, spoolId, sequence), cancellationToken);

    public Task<LoggedInstance?> FindAsync(InstanceIdentity instance, CancellationToken cancellationToken) =>
        database.ReadAsync(session => InstanceReads.Find(session, instance), cancellationToken);

    public Task<IReadOnlyList<LoggedInstance>> InstancesAsync(string? nodeId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LoggedInstance>>(session => InstanceReads.OfNode(session, nodeId), cancellationToken);

    public Task<IReadOnlyList<LogEntry>> EntriesAsync(InstanceIdentity instance, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LogEntry>>(session => InstanceReads.Entries(session, instance, from, to), cancellationToken);

    public Task<IReadOnlyList<LoggedSummary>> ReadAfterAsync(InstanceIdentity instance, long entryId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LoggedSummary>>(
            session => Read(session, instance, "s.id > $from ORDER BY s.id", entryId, limit), cancellationToken);

    public Task<InstanceSummary?> NewestAsync(InstanceIdentity instance, DateTimeOffset atOrBefore, CancellationToken cancellationToken) =>
        OneAsync(instance, "s.taken_at <= $from ORDER BY s.taken_at DESC", atOrBefore.ToUnixTimeMilliseconds(), cancellationToken);

    public Task<InstanceSummary?> OldestAsync(InstanceIdentity instance, DateTimeOffset atOrAfter, CancellationToken cancellationToken) =>
        OneAsync(instance, "s.taken_at >= $from ORDER BY s.taken_at", atOrAfter.ToUnixTimeMilliseconds(), cancellationToken);

    public Task<InstanceSummary?> ReadAsync(InstanceIdentity instance, long entryId, CancellationToken cancellationToken) =>
        OneAsync(instance, "s.id = $from", entryId, cancellationToken);

    public Task<long> ThinAsync(DateTimeOffset now, CancellationToken cancellationToken) => _thinning.RunAsync(database, writer, now, cancellationToken);

    private Task<InstanceSummary?> OneAsync(InstanceIdentity instance, string condition, long from, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Read(session, instance, condition, from, 1).FirstOrDefault()?.Summary, cancellationToken);

    private List<LoggedSummary> Read(SqliteSession session, InstanceIdentity instance, string condition, long from, int limit)
    {
        var rows = new List<LoggedSummary>();
        using var reader = session.Statement(
            $"SELECT s.id, s.body, i.process_name, i.bits FROM summary s JOIN instance i ON i.id = s.instance WHERE i.key = $key AND {condition} LIMIT $limit",
            ("$key", instance.ToString()), ("$from", from), ("$limit", limit)).ExecuteReader();
        while (reader.Read())
            rows.Add(new LoggedSummary(reader.GetInt64(0), SummaryBlob.Decode(instance, reader.GetString(2), reader.GetInt32(3), (byte[])reader[1], types)));
        return rows;
    }
}
