using Fleet.Coordinator.ConsoleApi;

namespace Fleet.Coordinator.Tests.ConsoleApi;

public sealed class DownsamplingTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    [InlineData(100_001)]
    public void A_long_series_keeps_its_ends_and_its_order(int count)
    {
        var picked = Downsampling.Pick(Enumerable.Range(0, count).ToList(), 200).ToList();
        Assert.Equal(Math.Min(count, 200), picked.Count);
        Assert.Equal((0, count - 1), (picked[0], picked[^1]));
        Assert.Equal(picked.Order().Distinct(), picked);
    }
}
