namespace SLScripting.Elements;

/// <summary>
/// Lets full collections happen as often as in a busy SLScripting. Hundreds of real elements allocate enough for a collection of
/// generation 2 every few seconds; a handful of ours would take minutes, and nobody could tell garbage from a leak before.
/// </summary>
internal static class CollectionPace
{
    /// <summary>Runs until cancelled. The collections are background ones, which pause the process no longer than natural ones.</summary>
    public static async Task RunAsync(TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}
