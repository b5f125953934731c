namespace Fleet.Coordinator.Tests.Kit;

/// <summary>Asks a coordinator for what nobody is told of: a console, too, has to ask again.</summary>
internal static class Asking
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="ask">The question; null is no answer.</param>
    /// <exception cref="OperationCanceledException">There was none for too long.</exception>
    public static async Task<T> UntilAsync<T>(Func<CancellationToken, Task<T?>> ask)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Interval);
        T? answer;
        while ((answer = await ask(patience.Token)) is null)
            await timer.WaitForNextTickAsync(patience.Token);

        return answer;
    }
}
