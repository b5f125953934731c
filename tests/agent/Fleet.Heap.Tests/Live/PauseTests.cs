using Fleet.Heap.Live;

namespace Fleet.Heap.Tests.Live;

public sealed class PauseTests
{
    [Fact]
    public async Task A_pause_that_nobody_ends_after_its_budget_is_told_of_on_another_thread()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pause = new Pause(TimeSpan.FromMilliseconds(10), CancellationToken.None, line => told.TrySetResult(line));

        pause.Begin();

        // What we wait for may not hear of a cancellation: nothing here does.
        Assert.Contains("longer than the 10 ms allowed", await told.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(pause.IsSpent);
    }

    [Fact]
    public void A_pause_that_ends_in_time_is_not_told_of()
    {
        var told = false;
        using (var pause = new Pause(TimeSpan.FromHours(1), CancellationToken.None, _ => told = true))
            pause.Begin();

        Assert.False(told);
    }
}
