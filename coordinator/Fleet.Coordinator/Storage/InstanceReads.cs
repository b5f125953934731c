using Fleet.Contracts.Identity;
using Microsoft.Data.Sqlite;

namespace Fleet.Coordinator.Storage;

internal static class InstanceReads
{
    private const string Columns = "SELECT key, process_name, bits, looks, last_taken_at FROM instance";

    public static LoggedInstance? Find(SqliteSession session, InstanceIdentity instance)
    {
        using var reader = session.Statement($"{Columns} WHERE key = $key", ("$key", instance.ToString())).ExecuteReader();
        return All(reader).FirstOrDefault();
    }

    public static List<LoggedInstance> OfNode(SqliteSession session, string? nodeId)
    {
        using var reader = nodeId is null
            ? session.Statement(Columns).ExecuteReader()
            : session.Statement($"{Columns} WHERE node_id = $node", ("$node", nodeId)).ExecuteReader();
        return All(reader);
    }

    public static List<LogEntry> Entries(SqliteSession session, InstanceIdentity instance, DateTimeOffset from, DateTimeOffset to)
    {
        var entries = new List<LogEntry>();
        using var reader = session.Statement(
            """
            SELECT s.id, s.taken_at, s.objects, s.heap_bytes, s.committed_bytes, s.private_bytes
            FROM summary s JOIN instance i ON i.id = s.instance
            WHERE i.key = $key AND s.taken_at BETWEEN $from AND $to ORDER BY s.taken_at
            """,
            ("$key", instance.ToString()), ("$from", from.ToUnixTimeMilliseconds()), ("$to", to.ToUnixTimeMilliseconds())).ExecuteReader();
        while (reader.Read())
        {
            entries.Add(new LogEntry(
                reader.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
        }

        return entries;
    }

    private static List<LoggedInstance> All(SqliteDataReader reader)
    {
        var instances = new List<LoggedInstance>();
        while (reader.Read())
        {
            if (InstanceIdentity.TryParse(reader.GetString(0), out var identity) && reader.GetInt64(3) > 0)
                instances.Add(new LoggedInstance(identity, reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4))));
        }

        return instances;
    }
}
