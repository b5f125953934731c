namespace Fleet.Coordinator.Storage;

/// <summary>The directory in the embedded database.</summary>
internal sealed class SqliteDirectory(SqliteDatabase database, SqliteWriter writer, TimeProvider time) : IFleetDirectory
{
    public Task PutAsync(DirectoryKind kind, string id, string owner, CancellationToken cancellationToken) => writer.WriteAsync(
        session => session.Execute(
            "INSERT INTO directory (kind, id, owner, added_at) VALUES ($kind, $id, $owner, $at) ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner",
            ("$kind", kind.ToString()), ("$id", id), ("$owner", owner), ("$at", time.GetUtcNow().ToUnixTimeMilliseconds())),
        cancellationToken);

    public Task<string?> OwnerAsync(DirectoryKind kind, string id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Statement("SELECT owner FROM directory WHERE kind = $kind AND id = $id", ("$kind", kind.ToString()), ("$id", id)).ExecuteScalar() as string,
        cancellationToken);

    public Task<IReadOnlyList<DirectoryEntry>> ListAsync(DirectoryKind kind, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<DirectoryEntry>>(
        session =>
        {
            var entries = new List<DirectoryEntry>();
            using var reader = session.Statement("SELECT id, owner FROM directory WHERE kind = $kind ORDER BY added_at DESC", ("$kind", kind.ToString())).ExecuteReader();
            while (reader.Read())
                entries.Add(new DirectoryEntry(reader.GetString(0), reader.GetString(1)));
            return entries;
        },
        cancellationToken);

    public Task RemoveAsync(DirectoryKind kind, string id, CancellationToken cancellationToken) => writer.WriteAsync(
        session => session.Execute("DELETE FROM directory WHERE kind = $kind AND id = $id", ("$kind", kind.ToString()), ("$id", id)), cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => writer.WriteAsync(
        session => session.Execute(
            "DELETE FROM directory WHERE kind IN ('Command', 'Request') AND added_at < $before", ("$before", before.ToUnixTimeMilliseconds())),
        cancellationToken);
}
