namespace Fleet.Heap.Live;

/// <summary>Tries that wait longer each time.</summary>
internal static class Attempts
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>1, 2, … up to <paramref name="most"/>, with a wait before each but the first.</summary>
    /// <exception cref="OperationCanceledException">Somebody gave up.</exception>
    public static IEnumerable<int> UpTo(int most, CancellationToken cancellationToken)
    {
        var wait = ShortestWait;
        for (var attempt = 1; attempt <= Math.Max(1, most); attempt++)
        {
            if (attempt > 1)
            {
                cancellationToken.WaitHandle.WaitOne(wait);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return attempt;
        }
    }
}
