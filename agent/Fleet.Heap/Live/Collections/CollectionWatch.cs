namespace Fleet.Heap.Live.Collections;

/// <summary>
/// One witness after the other, and what all of them have heard. The next one listens before the last one stops: not a moment goes unwatched,
/// and what a collection in the background is at stays known once it was told.
/// </summary>
internal sealed class CollectionWatch : IDisposable
{
    private readonly int _pid;
    private readonly bool _asleepAtFirst;
    private readonly List<CollectionEvent> _heard = [];
    private CollectionWitness? _witness;

    /// <summary>Begins, where the process has a diagnostics port that answers.</summary>
    /// <param name="pid">The process.</param>
    public CollectionWatch(int pid)
    {
        _pid = pid;
        _witness = CollectionWitness.TryBegin(pid);
        _asleepAtFirst = _witness is { AsleepAtFirst: true };
    }

    /// <summary>False when nobody listens.</summary>
    public bool IsOn => _witness is not null;

    /// <summary>What was heard until now, which is not all that happened; null when numbers are missing.</summary>
    public CollectionRecord? SoFar() => _witness is { } witness ? Record(witness.SoFar()) : null;

    /// <summary>The collections since the watch began; null when not everything was heard.</summary>
    /// <param name="meanwhile">Done on this thread: the runtime takes up to 100 ms to tell the rest.</param>
    public CollectionRecord? Conclude(Action meanwhile)
    {
        if (_witness is not { } witness)
            return null;

        CollectionWitness? next = null;
        var end = OwnThread<IReadOnlyList<CollectionEvent>?>.Start("collection witnesses", () =>
        {
            next = CollectionWitness.TryBegin(_pid);
            return witness.Conclude();
        });
        try
        {
            meanwhile();
            if (end.Join() is not { } events)
                return null;

            var record = Record(events);
            _heard.AddRange(events);
            return record;
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

    private CollectionRecord? Record(IReadOnlyList<CollectionEvent> newest) => CollectionRecord.Of([.. _heard, .. newest], _asleepAtFirst);
}
