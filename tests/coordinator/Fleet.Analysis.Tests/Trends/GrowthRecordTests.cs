using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Trends;

public sealed class GrowthRecordTests
{
    private static readonly int[] s_lengths = [48, 60, 64, 70, 100, 200, 1000];

    [Fact]
    public void What_grows_at_one_speed_is_not_settling()
    {
        foreach (var looks in s_lengths)
            Assert.False(After(looks, look => 1e5 + (2000 * look)).IsSettling(looks), $"{looks} looks");
    }

    [Fact]
    public void What_grows_faster_and_faster_is_not_settling()
    {
        foreach (var looks in s_lengths)
            Assert.False(After(looks, look => 1e5 + (50.0 * look * look)).IsSettling(looks), $"{looks} looks");
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
            Assert.False(record.IsSettling(looks), $"{looks} looks");
        }
    }

    [Fact]
    public void What_fills_towards_a_level_is_settling_once_most_of_it_is_there()
    {
        foreach (var looks in s_lengths)
            Assert.True(After(looks, look => 1e6 * (1 - Math.Exp(-look / 12.0))).IsSettling(looks), $"{looks} looks");
    }

    [Fact]
    public void What_never_moves_is_settling()
    {
        foreach (var looks in s_lengths)
            Assert.True(After(looks, _ => 1e6).IsSettling(looks), $"{looks} looks");
    }

    [Theory]
    [InlineData(1.0, false, false)] // a leak
    [InlineData(0.96, true, false)] // what fills, each look a little less
    [InlineData(0.9, true, true)]
    public void What_becomes_less_with_every_look_slows_down_and_then_settles(double part, bool slowing, bool settling)
    {
        var record = After(60, look => 1e6 + (1e5 * (part < 1 ? (1 - Math.Pow(part, look)) / (1 - part) : look)));

        Assert.Equal((slowing, settling), (record.IsSlowing(60), record.IsSettling(60)));
    }

    [Fact]
    public void Nothing_is_told_of_a_few_looks() => Assert.False(After(10, _ => 1e6).IsSettling(10));

    private static GrowthRecord After(int looks, Func<int, double> bytes)
    {
        var record = GrowthRecord.None;
        for (var look = 1; look <= looks; look++)
            record.Take((float)bytes(look), look);
        return record;
    }
}
