using Fleet.Agent.Looks.Holders;

namespace Fleet.Agent.Tests.Looks.Holders;

public sealed class HolderBudgetTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(9_000_000L)]
    [InlineData(0L)]
    [InlineData(null)]
    public void A_heap_that_fits_or_is_not_known_is_asked(long? objects) => Assert.Null(HolderBudget.Refusal(objects, s_longest));

    [Theory]
    [InlineData(37_000_000L, "not asked, the process would be suspended for about 7.4 s; allow it with Looks:MaxRetentionPause (now 2 s) on its node")]
    [InlineData(200_000_000L, "not asked, the process would be suspended for about 40 s; allow it with Looks:MaxRetentionPause (now 2 s) on its node")]
    public void A_heap_that_would_take_too_long_is_refused_with_the_time_and_the_remedy(long objects, string line) =>
        Assert.Equal(line, HolderBudget.Refusal(objects, s_longest));

    [Fact]
    public void Zero_is_never() => Assert.Contains("suspends no process", HolderBudget.Refusal(1, TimeSpan.Zero), StringComparison.Ordinal);
}
