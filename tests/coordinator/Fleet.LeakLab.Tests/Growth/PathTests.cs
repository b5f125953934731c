using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Tests.Growth;

public sealed class PathTests
{
    [Fact]
    public void A_steady_leak_adds_up_to_rate_by_elements_by_hours() =>
        Assert.Equal(10 * 4 * 100, Play(new Steady(10, roughness: 0), 100, elements: 4)[^1], precision: 6);

    [Fact]
    public void A_bounded_cache_is_full_after_its_time_and_never_fuller()
    {
        var path = Play(new Bounded(1000, fillHours: 20, churn: 0.01), 100, elements: 2);
        Assert.Equal(1000, path[99], tolerance: 15);
        Assert.All(path, entries => Assert.InRange(entries, 0, 2000));
        Assert.InRange(path[^1], 1850, 2000);
    }

    [Fact]
    public void A_leak_during_a_while_neither_grows_before_nor_after()
    {
        var path = Play(new During(new Steady(10, 0), fromHours: 30, untilHours: 60), 100);
        Assert.All(path.Take(299), entries => Assert.Equal(0, entries));
        Assert.Equal(300, path[^1], tolerance: 3);
        Assert.Equal(path[620], path[^1]);
    }

    [Fact]
    public void A_clean_up_by_half_takes_back_what_it_should_and_leaves_the_rest()
    {
        var path = Play(new HalfCleaned(10, everyHours: 10, removed: 0.8), 1000);
        Assert.Contains(path.Zip(path.Skip(1)), pair => pair.Second < pair.First);
        Assert.Equal(1000 * 10 * 0.2, path[^1], tolerance: 150);
    }

    [Fact]
    public void A_nightly_leak_rests_by_day()
    {
        var path = Play(new Nightly(10, dayOffset: 0, from: 2, lasts: 3), 240);
        Assert.Equal(path[(10 * 24) + 60], path[(10 * 24) + 230]);
        Assert.Equal(10 * 3 * 10, path[^1], tolerance: 10);
    }

    [Fact]
    public void A_saturating_table_takes_ever_less()
    {
        var path = Play(new Saturating(1000, hours: 10), 100);
        Assert.Equal(1000 * (1 - Math.Exp(-1)), path[99], tolerance: 5);
        Assert.InRange(path[^1], 999, 1000);
    }

    [Fact]
    public void An_accelerating_leak_is_twice_as_fast_when_it_should_be()
    {
        var path = Play(new Accelerating(10, doublesAfter: 50), 100);
        Assert.Equal((10 * 100) + (10 * 100 * 100 / 2 / 50.0), path[^1], tolerance: 30);
    }

    [Fact]
    public void An_array_doubles_when_it_is_full()
    {
        var part = new Part(new("T[]", "M"), 1, 8, Doubles: true);
        Assert.Equal(24 + (8 * 1024), part.BytesOf(1024));
        Assert.Equal(24 + (8 * 2048), part.BytesOf(1025));
        Assert.Equal(1, part.Objects(1025));
        Assert.Equal(0, part.BytesOf(0));
    }

    // At a load of 1, ten times an hour.
    private static List<double> Play(IPath path, int hours, double elements = 1)
    {
        var random = new RandomStream(3);
        return [.. Enumerable.Range(1, hours * 10).Select(i => path.Advance(new Moment(i / 10.0, 0.1, i / 10.0, 1, elements, random)))];
    }
}
