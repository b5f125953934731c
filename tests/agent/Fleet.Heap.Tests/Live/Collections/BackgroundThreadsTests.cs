using Fleet.Heap.Live.Collections;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.Heap.Tests.Live.Collections;

public sealed class BackgroundThreadsTests
{
    [Fact]
    public async Task They_sleep_in_a_quiet_process_be_it_that_there_are_none()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000_000);
        Assert.True(BackgroundThreads.Sleep(process.Pid));

        await process.CollectInBackgroundAsync();

        Assert.True(SpinWait.SpinUntil(() => BackgroundThreads.Sleep(process.Pid), TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_are_seen_at_work(bool serverGc)
    {
        await using var process = await ShapeProcess.StartAsync("background", 300_000, serverGc);

        Assert.True(SpinWait.SpinUntil(() => !BackgroundThreads.Sleep(process.Pid), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Nothing_is_known_of_a_process_that_is_gone() => Assert.False(BackgroundThreads.Sleep(int.MaxValue));
}
