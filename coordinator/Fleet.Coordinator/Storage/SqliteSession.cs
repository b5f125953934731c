using Microsoft.Data.Sqlite;

namespace Fleet.Coordinator.Storage;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private readonly List<Action> _onCommitted = [];

    /// <summary>A statement with its parameters bound; prepared once.</summary>
    public SqliteCommand Statement(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_statements.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _statements.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        return command;
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Statement(sql, parameters).ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public long? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Statement(sql, parameters).ExecuteScalar() is long value ? value : null;

    /// <summary>Does something once what was written is durable; never when it is rolled back.</summary>
    public void OnCommitted(Action action) => _onCommitted.Add(action);

    public void Committed()
    {
        foreach (var action in _onCommitted)
            action();
        _onCommitted.Clear();
    }

    public int CommitActions => _onCommitted.Count;

    /// <summary>Forgets the actions that were added after there were <paramref name="kept"/>.</summary>
    public void RolledBack(int kept = 0) => _onCommitted.RemoveRange(kept, _onCommitted.Count - kept);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
