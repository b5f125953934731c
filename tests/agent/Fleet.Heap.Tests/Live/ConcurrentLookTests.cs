using Fleet.Contracts.Heap;
using Fleet.Heap.Tests.Workloads;
using HeapShapes;

namespace Fleet.Heap.Tests.Live;

[Collection(nameof(ChurningHeapTests))]
public sealed class ConcurrentLookTests
{
    private const int Looks = 10;
    private static readonly LiveReadOptions Verified = new() { ConcurrentFrom = 0, Verify = true };

    [Theory]
    [InlineData("busy", false, true)]
    [InlineData("churn", false, true)]
    [InlineData("churn", true, true)]
    [InlineData("churn", false, false)]
    [InlineData("background", false, true)]
    [InlineData("background", true, true)]
    [InlineData("fragmented", false, true)]
    [InlineData("fragmented", false, false)]
    public async Task Every_look_equals_a_suspended_walk_of_the_same_moment(string shape, bool serverGc, bool regions)
    {
        await using var process = await ShapeProcess.StartAsync(shape, 100_000, serverGc, regions);
        var concurrent = 0;
        for (var look = 0; look < Looks; look++)
        {
            var summary = HeapReader.ReadLive(process.Pid, Verified); // a difference would be thrown

            concurrent += summary.Method == HeapReadMethod.Concurrent ? 1 : 0;
            Assert.True(summary.Complete, summary.IncompleteReason);
            Assert.True(summary.Types.Single(row => row.Name == typeof(Token).FullName).Count >= 100_000);
        }

        Assert.True(concurrent > 0, "no look was taken while the process ran");
        await process.MakesProgressAsync();
    }

    [Fact]
    public async Task A_small_heap_is_read_suspended_and_a_large_one_is_not()
    {
        await using var process = await ShapeProcess.StartAsync("known");

        Assert.Equal(HeapReadMethod.Suspended, HeapReader.ReadLive(process.Pid).Method);
        Assert.Equal(HeapReadMethod.Concurrent, HeapReader.ReadLive(process.Pid, new LiveReadOptions { ConcurrentFrom = 1 << 20 }).Method);
    }

    [Fact]
    public async Task Where_the_pause_may_not_be_exceeded_an_estimate_says_how_far_it_may_be_off()
    {
        await using var process = await ShapeProcess.StartAsync("known", 3_000_000, environment: new() { ["DOTNET_EnableDiagnostics_IPC"] = "0" });
        var options = new LiveReadOptions { PauseBudget = TimeSpan.FromMilliseconds(1), Threads = 1 };

        var refusal = Assert.Throws<HeapReadException>(() => HeapReader.ReadLive(process.Pid, options));
        var exceeded = HeapReader.ReadLive(process.Pid, options with { Overrun = PauseOverrun.Exceed });
        var estimate = HeapReader.ReadLive(process.Pid, options with { Overrun = PauseOverrun.Estimate });

        Assert.Equal(HeapReadFailure.PauseBudgetExceeded, refusal.Failure);
        Assert.True(exceeded.Complete);
        Assert.Equal((HeapReadMethod.Estimate, false, 0.0), (estimate.Method, estimate.Complete, estimate.PauseMs));
        Assert.StartsWith("an estimate", estimate.IncompleteReason, StringComparison.Ordinal);
        // Nobody bore witness, so nothing of it is sure; but the process is quiet, and so it is right.
        Assert.Equal(estimate.BytesWalked, estimate.EstimateErrorBytes);
        Assert.Equal(
            exceeded.Types.Single(row => row.Name == typeof(Token).FullName), estimate.Types.Single(row => row.Name == typeof(Token).FullName));
    }
}
