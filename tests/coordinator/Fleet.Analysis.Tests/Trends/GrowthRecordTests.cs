using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Trends;

public sealed class GrowthRecordTests
{
    private static readonly int[] s_lengths = [48, 60, 64, 70, 100, 200, 1000];

    [Fact]
    public void What_grows_at_one_speed_is_not_settling()
    {
        foreach (var looks in s_lengths)
            Assert.False(After(looks, look => 1e5 + (2000 * look)).IsSettling(Hourly(looks)), $"{looks} looks");
    }

    [Fact]
    public void What_grows_faster_and_faster_is_not_settling()
    {
        foreach (var looks in s_lengths)
            Assert.False(After(looks, look => 1e5 + (50.0 * look * look)).IsSettling(Hourly(looks)), $"{looks} looks");
    }

    [Fact]
    public void What_begins_late_and_grows_at_one_speed_is_not_settling()
    {
        const int First = 40;
        foreach (var looks in (int[])[64, 80, 100, 127, 140, 200])
        {
            var record = GrowthRecord.None;
            for (var look = First; look <= looks; look++)
                record.Take(1e5f + (2000 * (look - First)), look);
            Assert.False(record.IsSettling(Hourly(looks)), $"{looks} looks");
        }
    }

    [Fact]
    public void What_fills_towards_a_level_is_settling_once_most_of_it_is_there()
    {
        foreach (var looks in s_lengths)
            Assert.True(After(looks, look => 1e6 * (1 - Math.Exp(-look / 12.0))).IsSettling(Hourly(looks)), $"{looks} looks");
    }

    [Fact]
    public void What_never_moves_is_settling()
    {
        foreach (var looks in s_lengths)
            Assert.True(After(looks, _ => 1e6).IsSettling(Hourly(looks)), $"{looks} looks");
    }

    [Theory]
    [InlineData(1.0, false, false)] // a leak
    [InlineData(0.96, true, false)] // what fills, each look a little less
    [InlineData(0.9, true, true)]
    public void What_becomes_less_with_every_look_slows_down_and_then_settles(double part, bool slowing, bool settling)
    {
        var record = After(60, look => 1e6 + (1e5 * (part < 1 ? (1 - Math.Pow(part, look)) / (1 - part) : look)));

        Assert.Equal((slowing, settling), (record.IsSlowing(Hourly(60)), record.IsSettling(Hourly(60))));
    }

    [Fact]
    public void Nothing_is_told_of_a_few_looks() => Assert.False(After(10, _ => 1e6).IsSettling(Hourly(10)));

    [Fact]
    public void What_went_on_while_nobody_looked_does_not_slow_down_after()
    {
        // A look an hour, none from the 101st for a night and a morning.
        static int HourOf(int look) => look <= 100 ? look : look + 20;
        var axis = new LookAxis();
        var record = GrowthRecord.None;
        for (var look = 1; look <= 180; look++)
        {
            Look(axis, HourOf(look));
            record.Take(1e6f + (2000 * HourOf(look)), look);
            Assert.False(record.IsSlowing(axis), $"look {look}");
        }
    }

    private static LookAxis Hourly(int looks)
    {
        var axis = new LookAxis();
        for (var look = 1; look <= looks; look++)
            Look(axis, look);
        return axis;
    }

    private static void Look(LookAxis axis, int hour) =>
        axis.Push(new LookBin(hour * TimeSpan.TicksPerHour, hour * TimeSpan.TicksPerHour, LookBin.NotKnown, LookBin.NotKnown));

    private static GrowthRecord After(int looks, Func<int, double> bytes)
    {
        var record = GrowthRecord.None;
        for (var look = 1; look <= looks; look++)
            record.Take((float)bytes(look), look);
        return record;
    }
}
