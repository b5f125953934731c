using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Fleet.Coordinator.Storage;

/// <summary>
/// The database's only writer. Takes whatever is waiting into one transaction, so that the cost of making it durable is shared;
/// an item that fails undoes only itself. Answers after the commit.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int MostPerTransaction = 256;
    private const int MostWaiting = 4096;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteWriter> _logger;
    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _loop;
    private SqliteSession? _session;
    private bool _failing;
    private volatile FailedWrite? _lastFailure;

    public SqliteWriter(SqliteDatabase database, TimeProvider time, ILogger<SqliteWriter> logger)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The last write that the disk did not take; null when it took all.</summary>
    public FailedWrite? LastFailure => _lastFailure;

    /// <summary>Writes, and returns when the write is durable.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var item = new Item<T>(work);
        await _items.Writer.WriteAsync(item, cancellationToken);
        return await item.Completion.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _loop;
        _session?.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Item>(MostPerTransaction);
        while (await _items.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostPerTransaction && _items.Reader.TryRead(out var item))
                batch.Add(item);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Item> batch)
    {
        try
        {
            _session ??= _database.Open();
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var item in batch)
                RunOne(_session, item);
            _session.Execute("COMMIT");
            _session.Committed();
            if (_failing)
                LogRecovered(_database.Path);
            _failing = false;
        }
        catch (Exception e) when (e is SqliteException or StorageUnavailableException)
        {
            Fail(batch, e as StorageUnavailableException ?? SqliteDatabase.Unavailable(_database.Path, (SqliteException)e));
            return;
        }

        foreach (var item in batch)
            item.Complete();
    }

    private static void RunOne(SqliteSession session, Item item)
    {
        var actions = session.CommitActions;
        session.Execute("SAVEPOINT item");
        try
        {
            item.Run(session);
        }
        // Anything but a failing disk or lock concerns this item alone: its caller gets the exception, the others their commit.
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: not 19 })
        {
            session.Execute("ROLLBACK TO item");
            session.RolledBack(actions);
            item.Fail(e);
        }

        session.Execute("RELEASE item");
    }

    private void Fail(List<Item> batch, StorageUnavailableException reason)
    {
        if (!_failing)
            LogUnavailable(reason.Message);
        _failing = true;
        _lastFailure = new FailedWrite(_time.GetUtcNow(), reason.Message);
        // A new connection next time: it rolls back whatever is open.
        _session?.RolledBack();
        _session?.Dispose();
        _session = null;
        foreach (var item in batch)
            item.Fail(reason);
    }

    private abstract class Item
    {
        public abstract void Run(SqliteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception e);
    }

    private sealed class Item<T>(Func<SqliteSession, T> work) : Item
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Completion => _completion.Task;

        public override void Run(SqliteSession session) => _result = work(session);

        public override void Complete() => _completion.TrySetResult(_result!);

        public override void Fail(Exception e) => _completion.TrySetException(e);
    }
}

/// <summary>A write that failed for the database's sake.</summary>
/// <param name="At">UTC.</param>
/// <param name="Reason">One line: what, where, what to do.</param>
internal sealed record FailedWrite(DateTimeOffset At, string Reason);
