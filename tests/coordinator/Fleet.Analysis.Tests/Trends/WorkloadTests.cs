using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Trends;

/// <summary>A process that has more to do from look to look, as on a morning, and says so by its collections.</summary>
public sealed class WorkloadTests
{
    private const int CollectionsOfLook = 60;
    private static readonly Pace s_pace = Pace.Fast;

    [Fact]
    public void What_grows_with_the_work_is_no_leak()
    {
        Assert.Equal(0, Watch(collections: work => CollectionsOfLook * work, bytes: (_, work) => 1e6 * work));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_is_one_where_nothing_tells_of_more_work(bool counted)
    {
        Assert.NotEqual(0, Watch(counted ? _ => CollectionsOfLook : null, bytes: (_, work) => 1e6 * work));
    }

    [Fact]
    public void What_outgrows_the_work_is_a_leak()
    {
        Assert.NotEqual(0, Watch(collections: work => CollectionsOfLook * work, bytes: (look, work) => (1e6 * work) + (2e5 * look)));
    }

    [Fact]
    public void Collections_that_come_of_a_heap_that_fills_up_are_no_work()
    {
        Assert.NotEqual(0, Watch(collections: work => CollectionsOfLook * work, bytes: (_, work) => 1e6 * work, besides: 0));
    }

    // Looks at which it is suspected to leak.
    private static int Watch(Func<double, double>? collections, Func<int, double, double> bytes, long besides = 3_000_000)
    {
        var random = new Random(7);
        var instance = new InstanceIdentity("node-1", 17, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var trends = new InstanceTrends(instance, s_pace.Options);
        var young = 0.0;
        var suspected = 0;
        for (var look = 1; look <= 60; look++)
        {
            var work = 1 + (0.03 * look);
            young += collections?.Invoke(work * (1 + (0.01 * (random.NextDouble() - 0.5)))) ?? 0;
            var old = (long)(bytes(look, work) * (1 + (0.01 * (random.NextDouble() - 0.5))));
            var summary = Summaries.Of(
                instance,
                instance.StartedAt + (look * s_pace.Look),
                [
                    new TypeRow(Families.Type.Name, Families.Type.Module, old / 64, old, 0, 0, old, 0, 0, 0),
                    new TypeRow("System.Byte[]", "System.Private.CoreLib", besides / 100, besides, 0, 0, besides, 0, 0, 0),
                ]);
            trends.Observe(summary with
            {
                Memory = summary.Memory with { GcCounts = collections is null ? [] : [(long)young, look, look / 2] },
            });
            suspected += trends.Suspects().Count;
        }

        return suspected;
    }
}
