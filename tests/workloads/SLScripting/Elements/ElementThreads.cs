namespace SLScripting.Elements;

/// <summary>Ticks every element by its own timer, as DataMiner's protocol threads do.</summary>
internal static class ElementThreads
{
    /// <summary>Runs until cancelled.</summary>
    public static Task RunAsync(IEnumerable<Element> elements, TimeProvider time, CancellationToken cancellationToken) =>
        Task.WhenAll(elements.Select(element => Task.Run(() => RunAsync(element, time, cancellationToken), CancellationToken.None)));

    private static async Task RunAsync(Element element, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(element.Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                element.Tick();
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}
