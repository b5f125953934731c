using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Tests.Scoring;

public sealed class WilsonTests
{
    // Reference values: Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Intervals_are_those_of_the_literature(int hits, int all, double low, double high)
    {
        var interval = Wilson.Interval(new Ratio(hits, all));
        Assert.Equal(low, interval.Low, tolerance: 1e-4);
        Assert.Equal(high, interval.High, tolerance: 1e-4);
    }

    [Fact]
    public void Nothing_known_is_anything_possible() => Assert.Equal((0.0, 1.0), Wilson.Interval(default));

    // Exact limits of a Poisson mean: 0 gives 0 to 3.69, 10 gives 4.80 to 18.39.
    [Theory]
    [InlineData(0, 0, 3.69)]
    [InlineData(10, 4.80, 18.39)]
    public void A_rate_has_the_interval_of_its_count(int count, double low, double high)
    {
        var interval = Wilson.Poisson(count);
        Assert.Equal(low, interval.Low, tolerance: 0.05);
        Assert.Equal(high, interval.High, tolerance: 0.05);
    }
}
