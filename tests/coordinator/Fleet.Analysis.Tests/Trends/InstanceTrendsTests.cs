using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Trends;

public sealed class InstanceTrendsTests
{
    private static readonly Pace s_pace = Pace.Fast;
    private static readonly TypeKey s_type = Families.Type;

    [Fact]
    public void A_suspect_tells_rate_size_and_since_when()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 + (1e6 * t)) { Noise = 1e5 });
        Observe(process, trends, 1, 40);

        var suspect = Assert.Single(trends.Suspects(), suspect => suspect.Type == s_type);
        var perHour = 1e6 / s_pace.Look.TotalHours;
        Assert.Equal(LeakKind.Managed, suspect.Kind);
        Assert.InRange(suspect.BytesPerHour.Estimate, 0.9 * perHour, 1.1 * perHour);
        Assert.InRange(suspect.BytesPerHour.Low, 0.5 * perHour, suspect.BytesPerHour.Estimate);
        Assert.InRange(suspect.BytesPerHour.High, suspect.BytesPerHour.Estimate, 1.5 * perHour);
        Assert.InRange(suspect.Bytes, 38e6, 45e6);
        Assert.Equal(suspect.Bytes / 64, suspect.Count);
        Assert.InRange(suspect.Since, process.Identity.StartedAt + (2 * s_pace.Options.WarmUp), process.Identity.StartedAt + (30 * s_pace.Look));
        Assert.InRange(suspect.PValue, 0, 1e-4);
    }

    [Fact]
    public void Verdicts_follow_the_life_of_a_cache_that_fills_late()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * Math.Clamp(t, 1, 30)) { Noise = 1e4 });
        Assert.Null(trends.Trend(s_type));
        Observe(process, trends, 1, 6);
        Assert.Equal(TrendVerdict.Warming, trends.Trend(s_type)!.Verdict);
        Observe(process, trends, 7, 12);
        Assert.Equal(TrendVerdict.TooShort, trends.Trend(s_type)!.Verdict);
        Observe(process, trends, 13, 30);
        Assert.Equal(TrendVerdict.Growing, trends.Trend(s_type)!.Verdict);
        Observe(process, trends, 31, 48);
        Assert.Equal(TrendVerdict.Plateau, trends.Trend(s_type)!.Verdict);
        Observe(process, trends, 49, 400);
        Assert.Equal(TrendVerdict.Flat, trends.Trend(s_type)!.Verdict);
        Assert.InRange(trends.Trend(s_type)!.PValue, 0.001, 1);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    public void What_two_QActions_have_a_type_for_belongs_to_the_one_that_has_more_of_it(int had, int has)
    {
        var list = new TypeKey("System.Collections.Generic.List<Vendor.Modem.Cache+Entry>", "System.Private.CoreLib");
        var less = new SimulatedType(new TypeKey(s_type.Name, $"Vendor Modem.1.0.0.4.QAction.{had}"), t => t < 5 ? 9e5 : 1e5);
        var more = new SimulatedType(new TypeKey(s_type.Name, $"Vendor Modem.1.0.0.4.QAction.{has}"), _ => 4e5);
        var (process, trends) = Start(new SimulatedType(list, t => 1e6 + (1e6 * t)) { Noise = 1e5 });
        process.Types.AddRange([less, more]);
        Observe(process, trends, 1, 40);

        Assert.Equal(more.Key.Module, Assert.Single(trends.Suspects(), suspect => suspect.Type == list).OwnerModule);
    }

    [Fact]
    public void A_suspect_withdraws_itself_when_growth_stops()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * Math.Min(t, 40)) { Noise = 1e5 }, seed);
            Observe(process, trends, 1, 40);
            Assert.NotEmpty(trends.Suspects());
            Observe(process, trends, 41, 100);
            Assert.Empty(trends.Suspects());
        }
    }

    [Fact]
    public void Two_leaks_in_one_process_are_both_suspect()
    {
        var other = new TypeKey("Other.Session", "Other Gateway.2.0.0.1.QAction.1");
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * t) { Noise = 1e5 });
        process.Types.Add(new SimulatedType(other, t => 3e6 + (1e5 * t)) { Noise = 1e4 });
        Observe(process, trends, 1, 40);

        Assert.Equal([s_type, other], trends.Suspects().Select(suspect => suspect.Type!.Value));
    }

    [Fact]
    public void Garbage_between_rare_full_collections_is_no_leak()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var pace = s_pace with { FullCollection = 30 };
            var process = new SimulatedProcess(pace, seed).WithBackground(10);
            process.Types.Add(new SimulatedType(s_type, _ => 5e6) { Garbage = 1e6 });
            var trends = new InstanceTrends(process.Identity, pace.Options);
            for (var look = 1; look <= 200; look++)
            {
                trends.Observe(process.Look(look));
                Assert.Empty(trends.Suspects());
            }
        }
    }

    [Fact]
    public void A_leak_is_found_when_nobody_counts_collections()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * t) { Noise = 1e5 });
        process.CountsCollections = false;
        Observe(process, trends, 1, 40);

        Assert.Equal(s_type, Assert.Single(trends.Suspects()).Type);
    }

    [Fact]
    public void Growth_that_elements_explain_is_no_leak_and_growth_beyond_them_is()
    {
        foreach (var leaks in new[] { false, true })
        {
            var (process, trends) = Start(new SimulatedType(s_type, t => (1e5 * Elements(t)) + (leaks ? 5e5 * t : 0)) { Noise = 2e4 });
            process.Protocols.Add(new HostedProtocol("Vendor Modem", "1.0.0.4", 1));
            process.Elements = Elements;
            Observe(process, trends, 1, 60);

            Assert.Equal(leaks, trends.Suspects().Any());
        }

        static int Elements(double t) => 20 + (int)t;
    }

    [Fact]
    public void Memory_beside_the_heap_is_suspected_apart_from_it()
    {
        var found = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var (process, trends) = Start(new SimulatedType(s_type, _ => 1e6), seed);
            process.Native = t => 40e6 + (8e5 * t);
            Observe(process, trends, 1, 40);
            Assert.All(trends.Suspects(), suspect => Assert.Equal((LeakKind.Native, null), (suspect.Kind, suspect.Type)));
            found += trends.Suspects().Count;
        }

        Assert.InRange(found, 19, 20);
    }

    [Theory]
    [InlineData(9, 1e5)]
    [InlineData(12, 1e5)]
    [InlineData(12, 5e5)]
    [InlineData(12, 3e6)]
    [InlineData(15, 3e6)]
    public void A_single_step_beside_the_heap_is_no_growth(int at, double drift)
    {
        // What a dump that the runtime writes of itself leaves behind, on top of what code and books come to take before it.
        for (var seed = 0; seed < 20; seed++)
        {
            var (process, trends) = Start(new SimulatedType(s_type, _ => 1e6), seed);
            process.Native = t => 40e6 + (drift * Math.Min(t, at)) + (t > at ? 100e6 : 0);
            for (var look = 1; look <= 60; look++)
            {
                Observe(process, trends, look, look);
                Assert.True(look <= at || trends.Suspects().Count == 0, $"seed {seed} look {look}");
            }
        }
    }

    [Fact]
    public void Holes_in_the_heap_are_suspected_when_they_outgrow_the_objects()
    {
        var (process, trends) = Start(new SimulatedType(s_type, _ => 1e6));
        process.Holes = t => 3e6 + (1e6 * t);
        Observe(process, trends, 1, 60);

        Assert.Equal(LeakKind.Fragmentation, Assert.Single(trends.Suspects()).Kind);
    }

    [Fact]
    public void A_leak_of_objects_is_neither_native_nor_fragmentation()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 2e6 * t) { Noise = 1e5 });
        process.Holes = t => 3e6 + (2e5 * t);
        Observe(process, trends, 1, 60);

        Assert.Equal(LeakKind.Managed, Assert.Single(trends.Suspects()).Kind);
    }

    [Fact]
    public void Old_and_repeated_summaries_change_nothing()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * t) { Noise = 1e5 });
        var summaries = Enumerable.Range(1, 40).Select(look => process.Look(look)).ToList();
        var once = new InstanceTrends(process.Identity, s_pace.Options);
        foreach (var summary in summaries)
        {
            once.Observe(summary);
            trends.Observe(summary);
            trends.Observe(summary);
            trends.Observe(summaries[0]);
            trends.Observe(summary with { TakenAt = process.Identity.StartedAt.AddDays(-3) });
        }

        Assert.Equal(once.ToCheckpoint(), trends.ToCheckpoint());
    }

    [Fact]
    public void A_summary_of_another_run_is_refused()
    {
        var (_, trends) = Start(new SimulatedType(s_type, _ => 1e6));
        var successor = new SimulatedProcess(s_pace, 1, startedAfter: 5);

        Assert.Throws<ArgumentException>(() => trends.Observe(successor.Look(1)));
    }

    [Fact]
    public void Summaries_that_miss_part_of_the_heap_leave_no_dent()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * t) { Noise = 1e5 });
        for (var look = 1; look <= 40; look++)
        {
            var summary = process.Look(look);
            var torn = summary.Heap with { Complete = false, Types = [.. summary.Heap.Types.Take(1)], Bytes = summary.Heap.Bytes / 3 };
            trends.Observe(look % 5 == 0 ? summary with { Heap = torn } : summary);
        }

        Assert.Equal(s_type, Assert.Single(trends.Suspects()).Type);
        Assert.Equal(40, trends.Standing().Summaries);
    }

    [Fact]
    public void Several_modules_of_one_name_count_as_one()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * t));
        var summary = process.Look(1);
        var row = new TypeRow(s_type.Name, s_type.Module, 10, 1_000_000, 0, 0, 1_000_000, 0, 0, 0);
        trends.Observe(summary with { Heap = summary.Heap with { Types = [row, row] } });
        Observe(process, trends, 2, 40);

        Assert.Single(trends.Suspects());
    }

    [Fact]
    public void Absurd_figures_give_no_exception_and_no_absurd_verdict()
    {
        var random = new Random(3);
        long[] absurd = [long.MinValue, long.MaxValue, -1, 0, 1, 1L << 40];
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e6 * t));
        for (var look = 1; look <= 60; look++)
        {
            var summary = process.Look(look);
            var rows = summary.Heap.Types
                .Select(row => row with { Bytes = Pick(row.Bytes), Count = Pick(row.Count), Gen0 = Pick(row.Gen0), Gen2 = Pick(row.Gen2) })
                .ToList();
            trends.Observe(summary with
            {
                Heap = summary.Heap with { Types = rows, Bytes = Pick(1), FreeBytes = Pick(2), BytesCommitted = Pick(3) },
                Memory = summary.Memory with { PrivateBytes = Pick(4), ManagedBytes = Pick(5), LimitBytes = Pick(6), GcCounts = [Pick(7), Pick(8), Pick(9)] },
                Protocols = [new HostedProtocol("P", "1.0.0.0", random.Next(int.MinValue, int.MaxValue))],
            });
        }

        Assert.All(trends.Suspects(), suspect => Assert.True(double.IsFinite(suspect.BytesPerHour.Low + suspect.BytesPerHour.High + suspect.PValue)));
        Assert.NotEmpty(trends.ToCheckpoint());

        long Pick(long real) => random.Next(3) == 0 ? absurd[random.Next(absurd.Length)] : real;
    }

    [Fact]
    public void A_hundred_thousand_types_cost_no_more_than_the_biggest_few_hundred()
    {
        var process = new SimulatedProcess(s_pace, 1);
        var rows = Enumerable.Range(0, 100_000)
            .Select(i => new TypeRow(FormattableString.Invariant($"Vendor.Namespace.Type{i}"), "Vendor", 1, 9000 + i, 0, 0, 9000 + i, 0, 0, 0))
            .ToList();
        process.Types.Add(new SimulatedType(s_type, t => 1e6 * t));
        var trends = new InstanceTrends(process.Identity, s_pace.Options);
        for (var look = 1; look <= 40; look++)
        {
            var summary = process.Look(look);
            trends.Observe(summary with { Heap = summary.Heap with { Types = [.. summary.Heap.Types, .. rows] } });
        }

        Assert.Equal(s_type, Assert.Single(trends.Suspects()).Type);
        Assert.InRange(trends.ToCheckpoint().Length, 10_000, 250_000);
    }

    [Fact]
    public void Nothing_is_said_of_a_process_that_lives_for_a_moment()
    {
        var (process, trends) = Start(new SimulatedType(s_type, t => 1e7 * t));
        Observe(process, trends, 1, 12);

        Assert.Empty(trends.Suspects());
        Assert.False(trends.Standing().Judged);
    }

    [Fact]
    public void An_instance_of_which_nothing_is_known_has_no_standing()
    {
        var (_, trends) = Start(new SimulatedType(s_type, t => 1e7 * t));

        Assert.Empty(trends.Suspects());
        Assert.Throws<InvalidOperationException>(() => trends.Standing());
    }

    private static (SimulatedProcess Process, InstanceTrends Trends) Start(SimulatedType type, int seed = 1)
    {
        var process = new SimulatedProcess(s_pace, seed).WithBackground(20);
        process.Types.Add(type);
        return (process, new InstanceTrends(process.Identity, s_pace.Options));
    }

    private static void Observe(SimulatedProcess process, InstanceTrends trends, int from, int to)
    {
        for (var look = from; look <= to; look++)
            trends.Observe(process.Look(look));
    }
}
