using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Leaks.Explanations;
using static Fleet.Coordinator.Tests.Leaks.Explanations.Incidents;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class StaleAsksTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Failures_go_after_a_day_except_the_newest()
    {
        HolderAsk[] asks = [Ask(1, 50 * Hour).Failed(), Ask(2, 25 * Hour).Failed(), Ask(3, 23 * Hour).Failed(), Ask(4, 22 * Hour).Failed()];

        Assert.Equal(asks[..2], StaleAsks.Of(asks, new ExplainOptions(), Now));
        Assert.Equal(asks[..1], StaleAsks.Of(asks[..2], new ExplainOptions(), Now));
    }

    [Fact]
    public void They_stay_as_long_as_their_instance_is_not_asked_again()
    {
        HolderAsk[] asks = [Ask(1, 73 * Hour).Failed(), Ask(2, 71 * Hour).Failed(), Ask(3, Hour).Failed()];

        Assert.Equal(asks[..1], StaleAsks.Of(asks, new ExplainOptions { Again = 72 * Hour }, Now));
    }

    [Fact]
    public void Answers_and_what_is_not_over_stay() =>
        Assert.Empty(StaleAsks.Of([Ask(1, 50 * Hour).Answered(), Ask(2, 50 * Hour), Ask(3, Hour).Failed()], new ExplainOptions(), Now));
}
