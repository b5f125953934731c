namespace Fleet.Agent.Uplink;

/// <summary>Bounds how many summaries are on the way without an ack. Sequences may have gaps, so they are counted one by one. Thread-safe.</summary>
internal sealed class AckWindow(int most)
{
    private readonly Lock _gate = new();
    private readonly Queue<ulong> _onTheWay = [];
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns when one more may be sent.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_onTheWay.Count < most)
                    return;
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>One was sent.</summary>
    public void Sent(ulong sequence)
    {
        lock (_gate)
            _onTheWay.Enqueue(sequence);
    }

    /// <summary>All up to this one were acked.</summary>
    public void Acknowledged(ulong sequence)
    {
        lock (_gate)
        {
            while (_onTheWay.TryPeek(out var oldest) && oldest <= sequence)
                _onTheWay.Dequeue();
            _room.TrySetResult();
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
