namespace Fleet.Heap.Live.Collections;

/// <summary>One witness after the other. The next one listens before the last one stops: not a moment goes unwatched.</summary>
internal sealed class CollectionWatch : IDisposable
{
    private readonly int _pid;
    private CollectionWitness? _witness;

    /// <summary>Begins, where the process has a diagnostics port that answers.</summary>
    /// <param name="pid">The process.</param>
    public CollectionWatch(int pid)
    {
        _pid = pid;
        _witness = CollectionWitness.TryBegin(pid);
    }

    /// <summary>False when nobody listens.</summary>
    public bool IsOn => _witness is not null;

    /// <summary>What was heard since the last record, which is not all that happened; null when numbers are missing.</summary>
    public CollectionRecord? SoFar() => _witness?.SoFar();

    /// <summary>The collections since before the last record ended; null when not everything was heard.</summary>
    /// <param name="meanwhile">Done on this thread: the runtime takes up to 100 ms to tell the rest.</param>
    public CollectionRecord? Conclude(Action meanwhile)
    {
        if (_witness is not { } witness)
            return null;

        CollectionWitness? next = null;
        var end = OwnThread<CollectionRecord?>.Start("collection witnesses", () =>
        {
            next = CollectionWitness.TryBegin(_pid);
            return witness.Conclude();
        });
        try
        {
            meanwhile();
            return end.Join();
        }
        finally
        {
            end.Wait(); // what was thrown first is what is told
            witness.Dispose();
            _witness = next;
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _witness?.Dispose();
}
