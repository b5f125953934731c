using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Trends;

public sealed class CountedThingsTests
{
    private const string QAction = "Vendor Modem.1.0.0.4.QAction.2";
    private const int Seeds = 20;

    [Theory]
    [InlineData(0.7)]
    [InlineData(4)]
    public void Code_that_is_compiled_again_and_again_is_found_and_named(double perLook)
    {
        var suspect = Assert.Single(Suspects(1, 100, Recompiling(perLook)));

        Assert.Equal((LeakKind.Assemblies, QAction, QAction), (suspect.Kind, suspect.Culprit!.Name, suspect.OwnerModule));
        Assert.Null(suspect.Type);
        Assert.InRange(suspect.PerHour.Estimate, perLook * 12 * 0.9, perLook * 12 * 1.1);
        Assert.InRange(suspect.Count, perLook * 99, (perLook * 101) + 1);
        Assert.Equal(default, suspect.BytesPerHour);
    }

    [Fact]
    public void Code_that_is_loaded_late_is_loaded_once_and_no_leak() =>
        Assert.Empty(Suspects(2, 200, t => Summaries.Details([.. Enumerable.Range(0, 20 + (int)t).Select(i => new AssemblyCount($"Vendor Modem.1.0.0.4.QAction.{i}", 1))])));

    [Fact]
    public void Handles_that_grow_slowly_in_noise_are_found_and_their_kind_is_named()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var suspect = Assert.Single(Suspects(seed, 300, t => Summaries.Details(handles: [new("Strong", 900 + random.Next(30)), new("Pinned", 20 + (long)(2 * t) + random.Next(8)), new("WeakShort", 300)])));

            Assert.Equal((LeakKind.Handles, "Pinned"), (suspect.Kind, suspect.Culprit!.Name));
            Assert.InRange(suspect.PerHour.Estimate, 20, 28);
            Assert.Null(suspect.OwnerModule);
        }
    }

    [Fact]
    public void Objects_that_wait_for_their_finalizer_in_ever_greater_number_are_found_and_named()
    {
        var random = new Random(3);
        var suspect = Assert.Single(Suspects(3, 120, t => Summaries.Details(finalizable:
            [new("System.Timer", "System.Private.CoreLib", 900, 0, random.Next(5)), new("Vendor.Session", QAction, 100, 0, (long)(30 * t) + random.Next(60))])));

        Assert.Equal((LeakKind.Finalizers, "Vendor.Session", QAction), (suspect.Kind, suspect.Culprit!.Name, suspect.OwnerModule));
        Assert.InRange(suspect.PerHour.Estimate, 320, 400);
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("load")]
    [InlineData("slow load")]
    [InlineData("warm-up")]
    [InlineData("few")]
    public void What_comes_and_goes_is_never_suspected(string shape)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var phase = random.NextDouble();
            double Level(double t) => shape switch
            {
                "noise" => 0,
                "load" => 2000 * (1 - Math.Cos(2 * Math.PI * ((t / 17) + phase))),
                "slow load" => 2000 * (1 - Math.Cos(2 * Math.PI * ((t / 60) + phase))),
                "warm-up" => 2000 * Math.Min(1, t / 9),
                _ => 9 * t / 250,
            };

            var process = new SimulatedProcess(Pace.Slow, seed).WithBackground(20);
            process.Details = t =>
            {
                var count = 800 + (long)Level(t) + (shape == "few" ? 0 : random.Next(200));
                return Summaries.Details([new("Plugin", shape == "slow load" ? 3 : count)], [new("Strong", count)], [new("Vendor.Session", QAction, count, 0, count)]);
            };
            var trends = new InstanceTrends(process.Identity, Pace.Slow.Options);
            for (var look = 1; look <= 250; look++)
            {
                trends.Observe(process.Look(look));
                Assert.Empty(trends.Suspects());
            }
        }
    }

    [Fact]
    public void Handles_that_each_element_needs_are_no_leak_and_those_that_outgrow_the_elements_are()
    {
        Assert.Empty(Suspects(5, 250, t => Summaries.Details(handles: [new("Strong", 100 + (50 * ElementsAt(t)))]), ElementsAt));
        Assert.NotEmpty(Suspects(5, 250, t => Summaries.Details(handles: [new("Strong", (long)((50 + t) * ElementsAt(t)))]), ElementsAt));

        static int ElementsAt(double t) => 100 + (int)(t / 3);
    }

    [Fact]
    public void Growth_that_stops_is_taken_back()
    {
        var process = new SimulatedProcess(Pace.Slow, 7).WithBackground(20);
        process.Details = t => Summaries.Details([new(QAction, 1 + (long)(3 * Math.Min(t, 100)))]);
        var trends = new InstanceTrends(process.Identity, Pace.Slow.Options);
        for (var look = 1; look <= 100; look++)
            trends.Observe(process.Look(look));
        Assert.NotEmpty(trends.Suspects());

        for (var look = 101; look <= 200; look++)
            trends.Observe(process.Look(look));
        Assert.Empty(trends.Suspects());
    }

    [Fact]
    public void Looks_that_do_not_learn_the_details_leave_no_dents()
    {
        var with = Assert.Single(Suspects(8, 100, Recompiling(2)));
        var without = Assert.Single(Suspects(8, 100, t => (int)t % 4 == 1 ? null : Recompiling(2)(t)));

        Assert.InRange(without.PerHour.Estimate, with.PerHour.Estimate * 0.9, with.PerHour.Estimate * 1.1);
    }

    [Fact]
    public void A_list_that_could_not_be_read_leaves_no_dent_either()
    {
        var with = Assert.Single(Suspects(8, 100, Recompiling(2)));
        var without = Assert.Single(Suspects(8, 100, t => (int)t % 4 == 1 ? Recompiling(2)(t)! with { Assemblies = [] } : Recompiling(2)(t)));

        Assert.InRange(without.PerHour.Estimate, with.PerHour.Estimate * 0.9, with.PerHour.Estimate * 1.1);
        Assert.Equal(QAction, without.Culprit!.Name);
    }

    [Fact]
    public void Details_that_come_late_count_from_then_on() =>
        Assert.Equal(LeakKind.Assemblies, Assert.Single(Suspects(9, 200, t => t < 100 ? null : Recompiling(2)(t))).Kind);

    [Fact]
    public void Of_very_many_names_the_one_that_grows_is_told()
    {
        var suspect = Assert.Single(Suspects(10, 150, t => Summaries.Details(
            [.. Enumerable.Range(0, 200).Select(i => new AssemblyCount($"Plugin{i}", 3 + (i % 7))), new(QAction, 1 + (long)(3 * t))])));

        Assert.Equal(QAction, suspect.Culprit!.Name);
    }

    [Fact]
    public void Impossible_counts_break_nothing() =>
        Assert.Empty(Suspects(11, 60, t => Summaries.Details([new(QAction, long.MinValue), new(QAction, long.MaxValue)], [new("", -5), new("Strong", long.MaxValue), new("Pinned", long.MaxValue)])));

    private static Func<double, HeapDetails?> Recompiling(double perLook) =>
        t => Summaries.Details([new(QAction, 1 + (long)(perLook * t)), new("System.Private.CoreLib", 1), new("Vendor Modem.1.0.0.4.QAction.9", 2)]);

    private static IReadOnlyList<Suspect> Suspects(int seed, int looks, Func<double, HeapDetails?> details, Func<double, int>? elements = null)
    {
        var process = new SimulatedProcess(Pace.Slow, seed).WithBackground(20);
        process.Protocols.Add(new("Vendor Modem", "1.0.0.4", 4));
        process.Elements = elements;
        process.Details = details;
        var trends = new InstanceTrends(process.Identity, Pace.Slow.Options);
        for (var look = 1; look <= looks; look++)
            trends.Observe(process.Look(look));
        return trends.Suspects();
    }
}
