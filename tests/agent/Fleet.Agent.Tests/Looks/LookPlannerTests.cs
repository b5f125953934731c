using Fleet.Agent.Looks;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Tests.Looks;

public sealed class LookPlannerTests
{
    private const long Megabyte = 1 << 20;
    private static readonly DateTimeOffset s_start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);
    private static readonly InstanceIdentity s_instance = new("node", 1, s_start);

    private readonly LookOptions _options = new() { Interval = TimeSpan.FromMinutes(5), MinimumGap = TimeSpan.FromSeconds(30) };
    private double _random = 0.5;

    [Fact]
    public void The_first_look_comes_within_the_jitter_and_the_next_ones_around_the_interval()
    {
        var planner = Planner();
        Assert.Null(Due(planner, 0));
        Assert.Null(Due(planner, 14));
        Assert.Equal(LookTrigger.Schedule, Due(planner, 15));
        Look(planner, 15);

        Assert.Null(Due(planner, 314));
        Assert.Equal(LookTrigger.Schedule, Due(planner, 315));
    }

    [Theory]
    [InlineData(0, 270)]
    [InlineData(0.999, 329)]
    public void Jitter_moves_a_look_both_ways_by_a_tenth(double random, int seconds)
    {
        _random = 0;
        var planner = Planner();
        Assert.Equal(LookTrigger.Schedule, Due(planner, 0));
        _random = random;
        Look(planner, 0);

        Assert.Null(Due(planner, seconds - 1));
        Assert.Equal(LookTrigger.Schedule, Due(planner, seconds + 1));
    }

    [Fact]
    public void Nothing_is_due_while_a_look_is_under_way()
    {
        var planner = LookedAt(100);
        planner.Begin(s_instance, LookTrigger.Schedule, Memory(100));

        Assert.Null(Due(planner, 100_000));
    }

    [Fact]
    public void Looks_that_were_missed_are_not_made_up_for()
    {
        var planner = LookedAt(100);
        planner.Begin(s_instance, LookTrigger.Schedule, Memory(100));
        planner.End(s_instance, s_start.AddHours(3));

        Assert.Null(Due(planner, 3 * 3600 + 1));
    }

    [Fact]
    public void Growth_by_a_quarter_calls_for_a_look_but_not_before_the_gap()
    {
        var planner = LookedAt(1000);

        Assert.Null(Due(planner, 29, Memory(1300)));
        Assert.Equal(LookTrigger.Growth, Due(planner, 31, Memory(1300)));
        Assert.Null(Due(planner, 31, Memory(1200)));
    }

    [Fact]
    public void Growth_of_a_small_process_by_a_few_megabytes_calls_for_nothing() => Assert.Null(Due(LookedAt(50), 31, Memory(100)));

    [Fact]
    public void The_threshold_is_told_once_until_it_is_crossed_again()
    {
        var planner = LookedAt(900);
        var above = Memory(850, limit: 1000);
        Assert.Equal(LookTrigger.Threshold, Due(planner, 31, above));
        planner.Begin(s_instance, LookTrigger.Threshold, above);
        planner.End(s_instance, s_start.AddSeconds(32));
        Assert.Null(Due(planner, 70, above));

        Assert.Null(Due(planner, 71, Memory(700, limit: 1000)));
        Assert.Equal(LookTrigger.Threshold, Due(planner, 72, above));
    }

    [Fact]
    public void An_OutOfMemoryException_in_the_logs_calls_for_one_look()
    {
        var planner = LookedAt(100);
        planner.OutOfMemory(s_instance);
        Assert.Equal(LookTrigger.OutOfMemoryLog, Due(planner, 31));
        planner.Begin(s_instance, LookTrigger.OutOfMemoryLog, Memory(100));
        planner.End(s_instance, s_start.AddSeconds(32));

        Assert.Null(Due(planner, 100));
    }

    [Fact]
    public void An_instance_that_ended_is_forgotten()
    {
        var planner = LookedAt(100);
        planner.Keep([]);

        Assert.Null(Due(planner, 0));
        Assert.Equal(LookTrigger.Schedule, Due(planner, 15));
    }

    private LookPlanner Planner() => new(_options, () => _random);

    private LookPlanner LookedAt(long megabytes)
    {
        _random = 0;
        var planner = Planner();
        Due(planner, 0, Memory(megabytes));
        _random = 0.5;
        planner.Begin(s_instance, LookTrigger.Schedule, Memory(megabytes));
        planner.End(s_instance, s_start);
        return planner;
    }

    private static void Look(LookPlanner planner, int second)
    {
        planner.Begin(s_instance, LookTrigger.Schedule, Memory(100));
        planner.End(s_instance, s_start.AddSeconds(second));
    }

    private static LookTrigger? Due(LookPlanner planner, int second, MemorySample? memory = null) =>
        planner.Due(s_instance, memory ?? Memory(100), s_start.AddSeconds(second));

    private static MemorySample Memory(long megabytes, long limit = 0) =>
        new() { At = s_start, PrivateBytes = megabytes * Megabyte, LimitBytes = limit * Megabyte };
}
