using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Trends;

/// <summary>A type that follows the rhythm of days by a third of what it takes.</summary>
public sealed class RhythmTests
{
    private const int LooksOfDay = 48;

    [Fact]
    public void Growth_shows_under_the_rhythm_of_days() => Assert.True(Established(days: 12, partOfDay: 0.08) > 0);

    [Fact]
    public void Growth_that_swings_the_further_the_more_there_is_is_still_known_in_the_end() =>
        Assert.True(Established(days: 12, partOfDay: 0.5, swings: true) > 2 * LooksOfDay);

    [Fact]
    public void The_rhythm_alone_is_no_growth() => Assert.Equal(0, Established(days: 20, partOfDay: 0));

    [Fact]
    public void A_day_is_over_with_the_first_look_of_the_next()
    {
        var axis = new LookAxis();
        var series = new Series(axis, 0);
        var start = new DateTime(2026, 3, 2, 15, 0, 0, DateTimeKind.Utc);
        for (var look = 0; look < (3 * LooksOfDay) + 1; look++)
        {
            var at = start.AddHours(24.0 * look / LooksOfDay).Ticks;
            axis.Push(new LookBin(at, at, LookBin.NotKnown, LookBin.NotKnown));
            series.Push(axis, 1_000 + look);
            Assert.Equal(look / LooksOfDay, axis.Completed(LookAxis.Days));
            Assert.Equal(look > 0 && look % LooksOfDay == 0, axis.IsFresh(LookAxis.Days));
        }

        Span<double> floors = stackalloc double[axis.Length(LookAxis.Days)];
        series.CopyTo(axis, LookAxis.Days, floors);
        Assert.Equal([1_000, 1_000 + LooksOfDay, 1_000 + (2 * LooksOfDay)], floors.ToArray());
    }

    [Fact]
    public void A_day_that_was_hardly_looked_at_counts_with_the_next()
    {
        var axis = new LookAxis();
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        // The second day has looks until three o'clock only.
        foreach (var hour in Enumerable.Range(0, 27).Concat(Enumerable.Range(48, 25)))
            axis.Push(new LookBin(start.AddHours(hour).Ticks, start.AddHours(hour).Ticks, LookBin.NotKnown, LookBin.NotKnown));

        Assert.Equal(2, axis.Completed(LookAxis.Days));
        Assert.Equal(start.AddHours(24).Ticks, axis[LookAxis.Days, 1].Start);
        Assert.Equal(start.AddHours(71).Ticks, axis[LookAxis.Days, 1].End);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 4)]
    public void Elements_grew_only_where_it_is_known_how_many_there_were(int before, double growth)
    {
        var axis = new LookAxis();
        var columns = new ElementColumns();
        for (var look = 0; look < 80; look++)
        {
            axis.Push(new LookBin(look, look, LookBin.NotKnown, LookBin.NotKnown));
            columns.Push(axis, look < 40 && before == 0 ? [] : [new HostedProtocol("Modem", "1.0.0.4", look < 40 ? before : 40)]);
        }

        Assert.Equal(growth, columns.GrowthBefore(axis, 0, "Modem"));
    }

    // Looks at which it is known to leak.
    private static int Established(int days, double partOfDay, bool swings = false)
    {
        var random = new Random(11);
        var instance = new InstanceIdentity("node-1", 17, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var trends = new InstanceTrends(instance, new AnalysisOptions());
        var established = 0;
        for (var look = 1; look <= days * LooksOfDay; look++)
        {
            var day = (double)look / LooksOfDay;
            var swing = 0.33 * Math.Sin(2 * Math.PI * day) * (swings ? 1 + (partOfDay * day) : 1);
            var bytes = (long)(1e6 * (1 + swing + (partOfDay * day) + (0.02 * (random.NextDouble() - 0.5))));
            TypeRow[] rows =
            [
                new(Families.Type.Name, Families.Type.Module, bytes / 64, bytes, 0, 0, bytes, 0, 0, 0),
                .. Enumerable.Range(0, 40).Select(i => new TypeRow($"Steady{i}", "Vendor", 10_000, 1_000_000, 0, 0, 1_000_000, 0, 0, 0)),
            ];
            trends.Observe(Summaries.Of(instance, instance.StartedAt.AddHours(24 * day), rows));
            established += trends.Suspects().Count;
        }

        return established;
    }
}
