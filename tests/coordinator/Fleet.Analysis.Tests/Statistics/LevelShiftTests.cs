using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Tests.Statistics;

public sealed class LevelShiftTests
{
    [Theory]
    [InlineData(7, 0)]
    [InlineData(20, 0)]
    [InlineData(20, 5)]
    public void A_jump_that_holds_has_its_size_whatever_the_slope(int points, double slope)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var values = Noise(points, seed, i => (slope * i) + (i >= points - LevelShift.Held ? 100 : 0));
            Assert.InRange(LevelShift.Size(Times(points), values), 90, 110);
        }
    }

    [Fact]
    public void Noise_and_walks_and_lines_hardly_ever_jump()
    {
        var found = 0;
        for (var seed = 0; seed < 2000; seed++)
        {
            var noise = Noise(20, seed, i => 3 * i);
            var walk = Noise(20, seed + 5000, _ => 0);
            for (var i = 1; i < walk.Length; i++)
                walk[i] += walk[i - 1];
            found += (LevelShift.Size(Times(20), noise) > 0 ? 1 : 0) + (LevelShift.Size(Times(20), walk) > 0 ? 1 : 0);
        }

        Assert.InRange(found, 0, 8);
    }

    [Fact]
    public void A_peak_is_no_jump() =>
        Assert.Equal(0, LevelShift.Size(Times(20), Noise(20, 1, i => i == 18 ? 100 : 0)));

    [Fact]
    public void Growth_that_begins_is_no_jump()
    {
        for (var look = 8; look <= 20; look++)
            Assert.Equal(0, LevelShift.Size(Times(look), Noise(look, look, i => 50 * Math.Max(0, i - 8))));
    }

    [Fact]
    public void Growth_that_comes_in_lumps_all_the_time_does_not_jump()
    {
        for (var look = 8; look <= 20; look++)
            Assert.Equal(0, LevelShift.Size(Times(look), Noise(look, look, i => 50 * Math.Floor(i / 1.5))));
    }

    private static double[] Times(int points) => [.. Enumerable.Range(0, points).Select(i => (double)i)];

    private static double[] Noise(int points, int seed, Func<int, double> level)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, points).Select(i => level(i) + random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)];
    }
}
