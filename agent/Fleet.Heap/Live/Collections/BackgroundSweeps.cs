namespace Fleet.Heap.Live.Collections;

/// <summary>
/// When collections in the background may have been sweeping, the only time at which they change what can be seen. The heap's own state
/// does not tell: the runtime's debugging interface knows nothing of it where generations are made of regions. So what began before
/// anybody listened is concluded from what was told first.
/// </summary>
internal static class BackgroundSweeps
{
    /// <summary>From and to, in <see cref="System.Diagnostics.Stopwatch"/> ticks; what is not known to have begun or ended is as long as can be.</summary>
    /// <param name="events">In any order.</param>
    /// <param name="asleepAtFirst">Whether the threads that collect in the background slept when the listening began.</param>
    public static List<(long From, long To)> Of(IEnumerable<CollectionEvent> events, bool asleepAtFirst)
    {
        var sweeps = new List<(long From, long To)>();
        long? since = null;
        var (known, doubtful) = (false, !asleepAtFirst);
        foreach (var e in events.OrderBy(e => e.At))
        {
            switch (e.Kind)
            {
                case CollectionEventKind.Start or CollectionEventKind.BackgroundStart:
                    known = true; // nothing else runs in the background then
                    break;
                case CollectionEventKind.Sweep:
                    since ??= e.At; // with several heaps each has one
                    known = true;
                    break;
                case CollectionEventKind.Swept:
                    since ??= known ? e.At : long.MinValue;
                    known = true;
                    break;
                case CollectionEventKind.End when e.Generation == 2:
                    if (since is not null || !known)
                        sweeps.Add((since ?? long.MinValue, e.At));
                    since = null;
                    known = true;
                    break;
                default:
                    doubtful = true; // one runs, and what it is at is not known yet
                    break;
            }
        }

        if (since is { } unfinished)
            sweeps.Add((unfinished, long.MaxValue));
        if (!known && doubtful)
            sweeps.Add((long.MinValue, long.MaxValue));
        return sweeps;
    }
}
