using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fleet.Coordinator.Tests.Kit;

/// <summary>The snapshot log on a real database file, without a host around it.</summary>
internal sealed class LocalLog : IAsyncDisposable
{
    public LocalLog(string path, SnapshotLogOptions? options = null, TimeProvider? time = null)
    {
        Database = new SqliteDatabase(path);
        Writer = new SqliteWriter(Database, time ?? TimeProvider.System, NullLogger<SqliteWriter>.Instance);
        Log = new SqliteSnapshotLog(Database, Writer, new TypeDictionary(Database), options ?? new SnapshotLogOptions());
    }

    public SqliteDatabase Database { get; }

    public SqliteWriter Writer { get; }

    public SqliteSnapshotLog Log { get; }

    /// <summary>Every (spool, sequence) that is in the log, in the order they were committed.</summary>
    public Task<List<(string Spool, long Sequence)>> LedgerAsync() => Database.ReadAsync(
        session =>
        {
            var ledger = new List<(string, long)>();
            using var reader = session.Statement("SELECT p.spool_id, s.sequence FROM summary s JOIN spool p ON p.id = s.spool ORDER BY s.id").ExecuteReader();
            while (reader.Read())
                ledger.Add((reader.GetString(0), reader.GetInt64(1)));
            return ledger;
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Database.Dispose();
    }
}
