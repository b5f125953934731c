using System.Collections.Concurrent;
using Fleet.Coordinator.Configuration;
using Microsoft.Data.Sqlite;

namespace Fleet.Coordinator.Storage;

/// <summary>
/// The one database file of an embedded coordinator: write-ahead log, many readers, one writer.
/// <c>synchronous=FULL</c>: a commit is on the disk when it returns, so an acked summary survives a power failure and not only the
/// end of the process. Its price, one fsync a commit, is shared by everything that is waiting (see <see cref="SqliteWriter"/>).
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int MostIdleReaders = 8;

    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteSession> _readers = [];

    public SqliteDatabase(DataDirectory data)
        : this(data.Database)
    {
    }

    public SqliteDatabase(string path)
    {
        Path = path;
        // Pooling is ours: a session keeps its prepared statements.
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ConnectionString;
        using var session = Open();
        try
        {
            foreach (var script in Scripts())
                session.Execute(script);
        }
        catch (SqliteException e)
        {
            throw Unavailable(path, e);
        }
    }

    public string Path { get; }

    public SqliteSession Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384;";
            command.ExecuteNonQuery();
            return new SqliteSession(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Unavailable(Path, e);
        }
    }

    /// <summary>Reads on a pool thread, on a connection of its own.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var session = _readers.TryTake(out var idle) ? idle : Open();
            try
            {
                var result = read(session);
                if (_readers.Count < MostIdleReaders)
                    _readers.Add(session);
                else
                    session.Dispose();
                return result;
            }
            catch (SqliteException e)
            {
                session.Dispose();
                throw Unavailable(Path, e);
            }
        },
        cancellationToken);

    public static StorageUnavailableException Unavailable(string path, SqliteException e) => new(
        e.SqliteErrorCode switch
        {
            5 or 6 => $"{path}: another program holds a lock on the database; close it.",
            8 => $"{path}: the database can't be written to; give the coordinator's user write permission.",
            10 => $"{path}: the disk reports an error ({e.Message}); check it.",
            11 or 26 => $"{path}: the database is damaged ({e.Message}); restore it from a backup or move it away.",
            13 => $"{path}: the disk is full; make room.",
            14 => $"{path}: the database can't be opened; check that the folder exists and may be written to.",
            _ => $"{path}: {e.Message}",
        },
        e);

    public void Dispose()
    {
        while (_readers.TryTake(out var session))
            session.Dispose();
    }

    private static IEnumerable<string> Scripts()
    {
        var assembly = typeof(SqliteDatabase).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("sqlite/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
