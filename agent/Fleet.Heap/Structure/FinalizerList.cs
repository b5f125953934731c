namespace Fleet.Heap.Structure;

/// <summary>The finalizer queue of one heap: registered objects first, then those that wait for the finalizer thread.</summary>
/// <param name="Start">Address of the first reference.</param>
/// <param name="WaitingFrom">Address of the first reference to an object that waits.</param>
/// <param name="End">Address behind the last one.</param>
internal readonly record struct FinalizerList(ulong Start, ulong WaitingFrom, ulong End)
{
    /// <summary>Out of the borders between the parts of the queue: a part per generation, then two for those that wait.</summary>
    public static FinalizerList Of(IReadOnlyList<ulong> borders) => borders.Count switch
    {
        < 6 => default,
        6 => new(borders[0], borders[3], borders[5]), // before regions
        _ => new(borders[0], borders[4], borders[6]),
    };
}
