using Fleet.Agent.Tests.Processes;
using Fleet.Agent.Watch;
using Fleet.Agent.Watch.Counters;
using Fleet.Agent.Watch.Linux;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Watch;

public sealed class MemoryWatchTests
{
    [Fact]
    public async Task Private_bytes_hold_what_the_process_allocated()
    {
        await using var child = await Child.StartWorkloadAsync("--allocate", "100");
        using var node = TestNode.Of(child);
        using var watch = Watch(node, new WatchOptions { LimitBytes = 1L << 40 }, out _);

        var sample = watch.Sample(node.Target);

        Assert.NotNull(sample);
        Assert.InRange(sample.PrivateBytes, 100L << 20, 400L << 20);
        Assert.InRange(sample.WorkingSetBytes, sample.PrivateBytes / 2, 800L << 20);
        Assert.InRange(sample.LimitBytes, 1, 1L << 40);
    }

    [Fact]
    public async Task The_runtimes_own_counters_come_without_touching_the_heap()
    {
        await using var child = await Child.StartWorkloadAsync("--allocate", "50");
        using var node = TestNode.Of(child);
        using var watch = Watch(node, new WatchOptions { Interval = TimeSpan.FromSeconds(1) }, out var counters);
        await using var stop = counters;

        watch.SampleAll();
        await Eventually.HoldsAsync(
            async () =>
            {
                await child.CollectAsync();
                return watch.Sample(node.Target) is { ManagedBytes: > 50 << 20, GcCounts: [> 0, > 0, > 0] };
            },
            "managed bytes and collections are known");
    }

    [Fact]
    public async Task A_process_that_ended_has_no_figures()
    {
        var child = await Child.StartWorkloadAsync();
        using var node = TestNode.Of(child);
        using var watch = Watch(node, new WatchOptions(), out _);

        await child.DisposeAsync();

        Assert.Null(watch.Sample(node.Target));
    }

    private static MemoryWatch Watch(TestNode node, WatchOptions options, out GcCounters counters)
    {
        counters = new GcCounters(Options.Create(options), TimeProvider.System, NullLogger<GcCounters>.Instance);
        return new MemoryWatch(node.Targets, new LinuxMemoryProbe(), counters, Options.Create(options), TimeProvider.System);
    }
}
