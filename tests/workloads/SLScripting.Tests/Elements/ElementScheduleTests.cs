using SLScripting.Elements;
using SLScripting.Protocols;

namespace SLScripting.Tests.Elements;

public sealed class ElementScheduleTests
{
    private static readonly ProtocolDefinition s_protocol = new(
        "x.xml",
        "P",
        "1.0.0.1",
        new Dictionary<int, string>(),
        [],
        [new TimerDefinition(1, TimeSpan.FromMilliseconds(300), [3]), new TimerDefinition(2, TimeSpan.FromMilliseconds(100), [2])],
        []);

    [Fact]
    public void Slower_timers_fire_at_every_so_many_ticks_of_the_fastest()
    {
        var schedule = new ElementSchedule(s_protocol, periodMs: 0, speed: 1);
        Assert.Equal(TimeSpan.FromMilliseconds(100), schedule.Period);
        Assert.Equal([[2], [2], [3, 2], [2]], Enumerable.Range(1, 4).Select(tick => schedule.Due(tick).ToArray()));
    }

    [Fact]
    public void Element_s_period_and_the_speed_change_the_pace_but_not_the_proportion()
    {
        var schedule = new ElementSchedule(s_protocol, periodMs: 50, speed: 2);
        Assert.Equal(TimeSpan.FromMilliseconds(25), schedule.Period);
        Assert.Equal([3, 2], schedule.Due(3));
    }

    [Fact]
    public void No_period_is_shorter_than_a_timer_can_be() =>
        Assert.Equal(TimeSpan.FromMilliseconds(1), new ElementSchedule(s_protocol, periodMs: 1, speed: 1000).Period);
}
