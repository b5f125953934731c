using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>Tells the person who waits that something goes on, once it takes over a second.</summary>
internal static class Patience
{
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    /// <summary>Awaits the task, with a spinner on a live screen.</summary>
    public static async Task<T> WatchAsync<T>(this IAnsiConsole screen, string label, Task<T> task, TimeProvider clock)
    {
        if (!screen.IsLive() || await EndsWithinAsync(task, Unnoticed, clock))
        {
            return await task;
        }

        return await screen.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(Clean.Line(label)), _ => task);
    }

    /// <summary>Awaits the task, with a bar on a live screen.</summary>
    /// <param name="screen">Where to show it.</param>
    /// <param name="label">What takes so long.</param>
    /// <param name="part">How much is done, 0 to 1; asked whenever the bar is drawn.</param>
    /// <param name="task">The work.</param>
    /// <param name="clock">Tells how long it takes already.</param>
    public static async Task<T> WatchAsync<T>(this IAnsiConsole screen, string label, Func<double> part, Task<T> task, TimeProvider clock)
    {
        if (!screen.IsLive() || await EndsWithinAsync(task, Unnoticed, clock))
        {
            return await task;
        }

        return await screen.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(Clean.Line(label)), maxValue: 1);
                while (!await EndsWithinAsync(task, Redraw, clock))
                {
                    bar.Value = part();
                    bar.IsIndeterminate = bar.Value == 0;
                }

                return await task;
            });
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
