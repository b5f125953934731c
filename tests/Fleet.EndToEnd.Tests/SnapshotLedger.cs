using Microsoft.Data.Sqlite;

namespace Fleet.EndToEnd.Tests;

/// <summary>What the coordinator's snapshot log holds, read from its file.</summary>
internal static class SnapshotLedger
{
    /// <summary>Every committed summary: which spool, which sequence, of which instance, taken when (ms since 1970).</summary>
    public static IReadOnlyList<Entry> Read(string coordinatorDirectory)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(coordinatorDirectory, "fleet.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT spool.spool_id, summary.sequence, instance.key, summary.taken_at
            FROM summary JOIN spool ON spool.id = summary.spool JOIN instance ON instance.id = summary.instance
            ORDER BY spool.spool_id, summary.sequence
            """;
        using var reader = command.ExecuteReader();
        List<Entry> entries = [];
        while (reader.Read())
            entries.Add(new Entry(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3)));
        return entries;
    }

    /// <summary>One committed summary.</summary>
    internal sealed record Entry(string Spool, long Sequence, string Instance, long TakenAt);
}
