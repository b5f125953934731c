using Fleet.Analysis.Incidents;
using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Memory beside the heap that jumps between two looks, as it does when the runtime writes a dump of itself.</summary>
public sealed class JumpTests
{
    private const double Jump = 120e6;
    private const double PerLook = 1e6;
    private const double SessionsPerLook = 3.6 * PerLook;
    private const double Tolerance = 0.2;

    [Theory]
    [InlineData(true, 40, 30)]
    [InlineData(true, 40, 38)]
    [InlineData(true, 100, 60)]
    [InlineData(true, 300, 250)]
    [InlineData(false, 60, 25)]
    [InlineData(false, 60, 50)]
    [InlineData(false, 200, 190)]
    [InlineData(false, 200, 130)]
    public void A_jump_is_no_part_of_a_leaks_rate_and_all_of_its_level(bool fast, int looks, int jump) =>
        AssertRateAndTime(fast ? Pace.Fast : Pace.Slow, looks, jump);

    [Theory]
    [InlineData(true, 60, 35, 50)]
    [InlineData(true, 300, 200, 260)]
    [InlineData(false, 200, 120, 150)]
    [InlineData(false, 200, 180, 195)]
    public void Nor_are_two(bool fast, int looks, int first, int second) =>
        AssertRateAndTime(fast ? Pace.Fast : Pace.Slow, looks, first, second);

    [Theory]
    [InlineData(new[] { 40 })]
    [InlineData(new[] { 40, 60 })]
    [InlineData(new[] { 40, 48, 56 })]
    public void Jumps_alone_are_no_leak(int[] jumps)
    {
        foreach (var pace in new[] { Pace.Fast, Pace.Slow })
        {
            for (var seed = 0; seed < 10; seed++)
            {
                var watch = new Watch(pace, seed);
                watch.Process.HoldsStrings().Native = Beside(seed, jumps);
                for (var look = 1; look <= 160; look++)
                    Assert.Empty(watch.Look(look));
            }
        }
    }

    [Fact]
    public void A_leak_of_memory_beside_the_heap_keeps_its_rate_over_a_jump()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var watch = new Watch(Pace.Slow, seed);
            var beside = Beside(seed, 100);
            watch.Process.HoldsStrings().Native = t => beside(t) + (2e6 * t);
            watch.Skip(1, 80);
            for (var look = 81; look <= 160; look++)
            {
                var incident = Assert.Single(watch.Look(look));
                Assert.Equal(LeakKind.Native, incident.Kind);
                AssertRate(2e6 / Pace.Slow.Look.TotalHours, incident.BytesPerHour, $"seed {seed} look {look}");
            }
        }
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(12, 1e6)]
    [InlineData(5, 3e6)]
    [InlineData(30, 1e6)]
    public void A_leak_beside_the_heap_that_comes_in_jumps_keeps_its_rate(int every, double between)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var watch = new Watch(Pace.Slow, seed);
            var beside = Beside(seed);
            watch.Process.HoldsStrings().Native = t => beside(t) + (between * t) + (30e6 * Math.Floor(t / every));
            foreach (var jumps in new[] { 16, 40 })
            {
                watch.Skip(watch.Last + 1, (jumps * every) - 1);
                var incident = Assert.Single(watch.Look(jumps * every));

                Assert.Equal(LeakKind.Native, incident.Kind);
                AssertRate((between + (30e6 / every)) / Pace.Slow.Look.TotalHours, incident.BytesPerHour, $"seed {seed} jumps {jumps}");
            }
        }
    }

    [Fact]
    public void Jumps_that_keep_coming_beside_a_leak_of_objects_bring_the_limit_nearer()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var watch = new Watch(Pace.Slow, seed);
            var beside = Beside(seed);
            watch.Process.LeaksSessions("Modem", "1.0.0.4", PerLook).Hosts(("Modem", "1.0.0.4")).Native = t => beside(t) + (18e6 * Math.Floor(t / 6));
            watch.Skip(1, 59);
            for (var look = 60; look <= 100; look++)
            {
                var limits = watch.Look(look).Select(incident => incident.TimeToLimit!.Hours.Estimate).ToList();
                var real = (watch.Process.Limit - watch.Held) / (SessionsPerLook + 3e6) * Pace.Slow.Look.TotalHours;
                Assert.NotEmpty(limits);
                Assert.All(limits, hours => Assert.InRange(hours / real, 1 - Tolerance, 1 + Tolerance));
            }
        }
    }

    [Fact]
    public void What_is_known_of_a_jump_outlives_a_restart()
    {
        var (before, after) = (new Watch(Pace.Fast, 1), new Watch(Pace.Fast, 1));
        foreach (var watch in new[] { before, after })
        {
            watch.Process.LeaksSessions("Modem", "1.0.0.4", PerLook).Hosts(("Modem", "1.0.0.4")).Native = Beside(1, 40);
            watch.Skip(1, 45);
        }

        after.Restart();
        var (expected, resumed) = (Assert.Single(before.Look(46)), Assert.Single(after.Look(46)));
        Assert.Equal((expected.BytesPerHour, expected.TimeToLimit), (resumed.BytesPerHour, resumed.TimeToLimit));
        AssertRate(SessionsPerLook / Pace.Fast.Look.TotalHours, resumed.BytesPerHour, "resumed");
    }

    private static void AssertRateAndTime(Pace pace, int looks, params int[] jumps)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var watch = new Watch(pace, seed);
            watch.Process.LeaksSessions("Modem", "1.0.0.4", PerLook).Hosts(("Modem", "1.0.0.4")).Native = Beside(seed, jumps);
            var rate = SessionsPerLook / pace.Look.TotalHours;
            watch.Skip(1, jumps[^1] + 1);
            for (var look = jumps[^1] + 2; look <= looks; look++)
            {
                var incident = Assert.Single(watch.Look(look));
                var hours = incident.TimeToLimit!.Hours;
                var real = (watch.Process.Limit - watch.Held) / rate;
                var where = $"seed {seed} look {look}";

                AssertRate(rate, incident.BytesPerHour, where);
                Assert.True(Math.Abs(hours.Estimate - real) <= Tolerance * real, $"{where}: {hours.Estimate / real:F2} of the true time");
                Assert.True(hours.Low <= real && real <= hours.High, $"{where}: {hours} misses {real}");
                // The level that the time counts from is the one after the jump; garbage of the moment is not in it.
                Assert.InRange(watch.Trends.Standing().PrivateGrowth!.Bytes, watch.Held - (0.4 * Jump), watch.Held + (0.4 * Jump));
            }
        }
    }

    private static void AssertRate(double real, Interval rate, string where)
    {
        Assert.True(rate.Estimate >= (1 - Tolerance) * real && rate.Estimate <= (1 + Tolerance) * real, $"{where}: {rate.Estimate / real:F2} of the true rate");
        Assert.True(rate.Low <= real && real <= rate.High, $"{where}: {rate} misses {real}");
    }

    // Restless by itself, as code and books of the collector make it.
    private static Func<double, double> Beside(int seed, params int[] jumps)
    {
        var random = new Random(seed + 100);
        return t => 60e6 + (3e6 * random.NextDouble()) + (Jump * jumps.Count(jump => t >= jump));
    }

    private sealed class Watch(Pace pace, int seed)
    {
        private readonly Correlator _correlator = new(pace.Options);

        public SimulatedProcess Process { get; } = new SimulatedProcess(pace, seed).WithBackground(15);

        public InstanceTrends Trends { get; private set; } = new(new SimulatedProcess(pace, seed).Identity, pace.Options);

        public double Held { get; private set; }

        public int Last { get; private set; }

        public void Skip(int from, int to)
        {
            for (var look = from; look <= to; look++)
                Trends.Observe(Process.Look(look));
        }

        public IReadOnlyList<Incident> Look(int look)
        {
            var summary = Process.Look(look);
            Last = look;
            Held = summary.Memory.PrivateBytes;
            Trends.Observe(summary);
            return _correlator.Correlate(Trends.Findings(), [Trends.Standing()], [], summary.TakenAt);
        }

        public void Restart() => Trends = InstanceTrends.FromCheckpoint(Process.Identity, Trends.ToCheckpoint(), pace.Options);
    }
}
