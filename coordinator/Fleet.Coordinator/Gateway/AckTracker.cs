namespace Fleet.Coordinator.Gateway;

/// <summary>
/// Which sequence of a stream may be acked: commits of different instances finish out of order, but an ack speaks for everything before it.
/// A stream's sequences ascend; a gap is something the agent had to give up. Not thread-safe.
/// </summary>
internal sealed class AckTracker(long committed)
{
    private readonly Queue<long> _received = new();
    private readonly HashSet<long> _done = [];
    private long _last = committed;

    /// <summary>Everything up to here is committed, or given up by the agent.</summary>
    public long Committed { get; private set; } = committed;

    /// <summary>Summaries that were received and are not committed yet.</summary>
    public int InFlight => _received.Count;

    /// <summary>Takes note of a summary that came in. False when it does not follow the one before it.</summary>
    public bool TryReceive(long sequence)
    {
        if (sequence <= _last)
            return false;

        _last = sequence;
        _received.Enqueue(sequence);
        return true;
    }

    /// <summary>Takes note of a commit. True when <see cref="Committed"/> advanced.</summary>
    public bool Complete(long sequence)
    {
        _done.Add(sequence);
        var before = Committed;
        while (_received.TryPeek(out var next) && _done.Remove(next))
        {
            _received.Dequeue();
            Committed = next;
        }

        return Committed > before;
    }
}
