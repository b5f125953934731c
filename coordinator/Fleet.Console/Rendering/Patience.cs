using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>Tells the person who waits that something goes on, once it takes over a second.</summary>
internal static class Patience
{
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(1);

    /// <summary>Awaits the task, with a spinner on a live screen.</summary>
    public static async Task<T> WatchAsync<T>(this IAnsiConsole screen, string label, Task<T> task, TimeProvider clock)
    {
        if (!screen.IsLive() || await EndsWithinAsync(task, Unnoticed, clock))
        {
            return await task;
        }

        return await screen.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(Clean.Line(label)), _ => task);
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan time, TimeProvider clock)
    {
        using var enough = new CancellationTokenSource();
        var timer = Task.Delay(time, clock, enough.Token);
        var first = await Task.WhenAny(task, timer);
        await enough.CancelAsync();
        return first == task;
    }
}
