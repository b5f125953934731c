namespace Fleet.Coordinator.Storage;

internal static class SpoolReads
{
    /// <summary>The stored mark, carried on over every summary that follows it without a gap.</summary>
    public static long CommittedSequence(SqliteSession session, string spoolId)
    {
        var committed = session.Scalar("SELECT committed_sequence FROM spool WHERE spool_id = $spool", ("$spool", spoolId));
        if (committed is not { } mark)
            return 0;

        using var reader = session.Statement(
            "SELECT s.sequence FROM summary s JOIN spool p ON p.id = s.spool WHERE p.spool_id = $spool AND s.sequence > $mark ORDER BY s.sequence",
            ("$spool", spoolId), ("$mark", mark)).ExecuteReader();
        while (reader.Read() && reader.GetInt64(0) == mark + 1)
            mark++;
        return mark;
    }
}
