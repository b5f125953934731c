using Fleet.Contracts.Heap;

namespace Fleet.Coordinator.Storage;

/// <summary>Writes one summary, once. Runs on the writer only, which makes its caches safe.</summary>
internal sealed class SummaryInsert
{
    private readonly Dictionary<string, long> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Id, long Committed)> _spools = new(StringComparer.Ordinal);

    public AppendOutcome Run(SqliteSession session, SpoolPosition position, InstanceSummary summary, byte[] blob)
    {
        var spool = Spool(session, position.SpoolId);
        if (position.CommittedUpTo > spool.Committed)
            Advance(session, position.SpoolId, position.CommittedUpTo);

        // Rows that were thinned out can't guard against their own return; the committed sequence does.
        if (position.Sequence <= spool.Committed)
            return new AppendOutcome(Repeat: true, 0);

        var takenAt = summary.TakenAt.ToUnixTimeMilliseconds();
        var instance = Instance(session, summary);
        var id = session.Scalar(
            """
            INSERT INTO summary (instance, spool, sequence, taken_at, objects, heap_bytes, committed_bytes, private_bytes, body)
            VALUES ($instance, $spool, $sequence, $taken_at, $objects, $heap_bytes, $committed_bytes, $private_bytes, $body)
            ON CONFLICT (spool, sequence) DO NOTHING RETURNING id
            """,
            ("$instance", instance),
            ("$spool", spool.Id),
            ("$sequence", position.Sequence),
            ("$taken_at", takenAt),
            ("$objects", summary.Heap.Objects),
            ("$heap_bytes", summary.Heap.Bytes),
            ("$committed_bytes", summary.Heap.BytesCommitted),
            ("$private_bytes", summary.Memory.PrivateBytes),
            ("$body", blob));
        if (id is null)
            return new AppendOutcome(Repeat: true, 0);

        session.Execute(
            "UPDATE instance SET looks = looks + 1, last_taken_at = max(last_taken_at, $taken_at) WHERE id = $id",
            ("$taken_at", takenAt), ("$id", instance));
        return new AppendOutcome(Repeat: false, id.Value);
    }

    public bool Advance(SqliteSession session, string spoolId, long sequence)
    {
        var spool = Spool(session, spoolId);
        if (sequence <= spool.Committed)
            return false;

        session.Execute("UPDATE spool SET committed_sequence = $sequence WHERE id = $id AND committed_sequence < $sequence", ("$sequence", sequence), ("$id", spool.Id));
        session.OnCommitted(() =>
        {
            var known = _spools.GetValueOrDefault(spoolId, spool);
            _spools[spoolId] = known with { Committed = Math.Max(known.Committed, sequence) };
        });
        return true;
    }

    private (long Id, long Committed) Spool(SqliteSession session, string spoolId)
    {
        if (_spools.TryGetValue(spoolId, out var known))
            return known;

        var id = session.Scalar(
            "INSERT INTO spool (spool_id) VALUES ($spool) ON CONFLICT (spool_id) DO UPDATE SET spool_id = excluded.spool_id RETURNING id", ("$spool", spoolId))!.Value;
        var spool = (id, session.Scalar("SELECT committed_sequence FROM spool WHERE id = $id", ("$id", id))!.Value);
        session.OnCommitted(() => _spools.TryAdd(spoolId, spool));
        return spool;
    }

    private long Instance(SqliteSession session, InstanceSummary summary)
    {
        var key = summary.Instance.ToString();
        if (_instances.TryGetValue(key, out var known))
            return known;

        var id = session.Scalar(
            """
            INSERT INTO instance (key, node_id, process_name, bits) VALUES ($key, $node, $name, $bits)
            ON CONFLICT (key) DO UPDATE SET process_name = excluded.process_name RETURNING id
            """,
            ("$key", key), ("$node", summary.Instance.NodeId), ("$name", summary.Heap.Process.Name), ("$bits", summary.Heap.Process.Bits))!.Value;
        session.OnCommitted(() => _instances.TryAdd(key, id));
        return id;
    }
}
