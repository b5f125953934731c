using Fleet.Heap.Tests.Workloads;
using HeapShapes;

namespace Fleet.Heap.Tests.Live;

/// <summary>Alone on the machine: a collection that gets no processor never ends, and no look meets a walkable heap.</summary>
[CollectionDefinition(nameof(ChurningHeapTests), DisableParallelization = true)]
[Collection(nameof(ChurningHeapTests))]
public sealed class ChurningHeapTests
{
    private const int Looks = 25;

    [Theory]
    [InlineData("churn", false, true)]
    [InlineData("churn", true, true)]
    [InlineData("churn", false, false)]
    [InlineData("collecting", false, true)]
    public async Task Every_look_at_a_churning_process_equals_ClrMD_or_says_that_it_is_incomplete(string shape, bool serverGc, bool regions)
    {
        await using var process = await ShapeProcess.StartAsync(shape, 20_000, serverGc, regions);

        var compared = 0;
        for (var look = 0; look < Looks; look++)
        {
            var both = BothWalks.Of(process.Pid);
            if (both is { Ours.IsComplete: true })
            {
                both.AssertEqual();
                compared++;
            }

            await process.MakesProgressAsync();
        }

        Assert.True(compared > 0, "no look met a heap that could be walked");
    }

    [Fact]
    public async Task Summary_is_whole_when_collections_run_meanwhile()
    {
        await using var process = await ShapeProcess.StartAsync("collecting", 50_000);

        var summary = HeapReader.ReadLive(process.Pid, new LiveReadOptions { MaxAttempts = 200 });

        Assert.True(summary.Complete, summary.IncompleteReason);
        Assert.True(summary.Types.Single(row => row.Name == typeof(Token).FullName).Count >= 50_000);
        await process.MakesProgressAsync();
    }
}
