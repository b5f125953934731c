namespace Fleet.LocalCluster;

/// <summary>Waits for something that happens in another process and that can only be asked for.</summary>
public static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until the answer is yes.</summary>
    /// <param name="what">What is waited for, for the message.</param>
    /// <param name="condition">The question.</param>
    /// <param name="patience">How long to ask.</param>
    /// <param name="context">What to add to the message when the time runs out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The time ran out.</exception>
    public static async Task UntilAsync(
        string what,
        Func<Task<bool>> condition,
        TimeSpan patience,
        Func<string>? context,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(linked.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException($"It did not come to pass within {patience} that {what}. {context?.Invoke()}");
            }
        }
    }
}
