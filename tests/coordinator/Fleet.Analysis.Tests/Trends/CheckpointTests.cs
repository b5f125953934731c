using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Trends;

public sealed class CheckpointTests
{
    private static readonly AnalysisOptions s_hourly = new() { WarmUp = TimeSpan.FromHours(2) };

    [Fact]
    public void Trends_go_on_from_a_checkpoint_as_if_nothing_had_happened()
    {
        foreach (var restart in new[] { 1, 7, 15, 17, 30, 64, 90 })
        {
            var process = Leaking(restart);
            var unbroken = new InstanceTrends(process.Identity, Pace.Fast.Options);
            var broken = new InstanceTrends(process.Identity, Pace.Fast.Options);
            for (var look = 1; look <= 100; look++)
            {
                var summary = LookAt(process, look);
                unbroken.Observe(summary);
                broken.Observe(summary);
                if (look == restart)
                    broken = InstanceTrends.FromCheckpoint(process.Identity, broken.ToCheckpoint(), Pace.Fast.Options);

                Assert.Equal(unbroken.Suspects(), broken.Suspects());
            }

            var (whole, resumed) = (unbroken.Standing(), broken.Standing());
            Assert.Equal(whole.Settled, resumed.Settled);
            Assert.Equal(Hosted(whole), Hosted(resumed));
            Assert.Equal(
                whole with { Protocols = [], Before = [], Settled = [], Memory = resumed.Memory },
                resumed with { Protocols = [], Before = [], Settled = [] });
            Assert.Equal(unbroken.ToCheckpoint(), broken.ToCheckpoint());
            Assert.NotEmpty(broken.Suspects());
        }
    }

    [Fact]
    public void Days_go_on_from_a_checkpoint()
    {
        const int LooksOfDay = 24;
        foreach (var restart in new[] { 1, LooksOfDay - 1, LooksOfDay, LooksOfDay + 1, (2 * LooksOfDay) + 5, 8 * LooksOfDay })
        {
            var process = Leaking(restart);
            process.Elements = t => 3 + (int)(t / 30);
            var unbroken = new InstanceTrends(process.Identity, s_hourly);
            var broken = new InstanceTrends(process.Identity, s_hourly);
            for (var look = 1; look <= 9 * LooksOfDay; look++)
            {
                var summary = process.Look(look) with { TakenAt = process.Identity.StartedAt.AddHours(look) };
                unbroken.Observe(summary);
                broken.Observe(summary);
                if (look == restart)
                    broken = InstanceTrends.FromCheckpoint(process.Identity, broken.ToCheckpoint(), s_hourly);
            }

            Assert.Equal(unbroken.ToCheckpoint(), broken.ToCheckpoint());
            Assert.Equal(unbroken.Suspects(), broken.Suspects());
        }
    }

    [Fact]
    public void An_empty_state_can_be_kept()
    {
        var process = Leaking(1);
        var empty = new InstanceTrends(process.Identity, Pace.Fast.Options).ToCheckpoint();

        Assert.Equal(empty, InstanceTrends.FromCheckpoint(process.Identity, empty, Pace.Fast.Options).ToCheckpoint());
    }

    [Fact]
    public void Every_damaged_byte_and_every_cut_is_noticed()
    {
        var (process, checkpoint) = Taken();
        for (var i = 0; i < checkpoint.Length; i += 7)
        {
            var damaged = checkpoint.ToArray();
            damaged[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => InstanceTrends.FromCheckpoint(process.Identity, damaged, Pace.Fast.Options));
            Assert.Throws<InvalidDataException>(() => InstanceTrends.FromCheckpoint(process.Identity, checkpoint.AsSpan(0, i), Pace.Fast.Options));
        }
    }

    [Fact]
    public void A_later_version_is_refused_by_name()
    {
        var (process, checkpoint) = Taken();
        checkpoint[4] = 99;

        var error = Assert.Throws<InvalidDataException>(() => InstanceTrends.FromCheckpoint(process.Identity, checkpoint, Pace.Fast.Options));
        Assert.Contains("version 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_content_with_a_good_checksum_is_refused_or_usable()
    {
        var (process, checkpoint) = Taken();
        var body = checkpoint.AsSpan(6, checkpoint.Length - 14).ToArray();
        var random = new Random(12);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var fuzzed = body.ToArray();
            for (var edits = random.Next(1, 5); edits > 0; edits--)
                fuzzed[random.Next(fuzzed.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                fuzzed = fuzzed[..random.Next(fuzzed.Length)];

            try
            {
                var state = Checkpoint.Parse(fuzzed, Pace.Fast.Options);
                new TrendVerdicts(Pace.Fast.Options, state).Judge(SimulatedProcess.Epoch);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 3000);
        Assert.NotNull(process);
    }

    private static (SimulatedProcess Process, byte[] Checkpoint) Taken()
    {
        var process = Leaking(5);
        var trends = new InstanceTrends(process.Identity, Pace.Fast.Options);
        for (var look = 1; look <= 50; look++)
            trends.Observe(LookAt(process, look));
        return (process, trends.ToCheckpoint());
    }

    // Its protocol is updated after a while.
    private static InstanceSummary LookAt(SimulatedProcess process, int look)
    {
        if (look == 20)
            process.Protocols[0] = process.Protocols[0] with { Version = "1.0.0.5" };
        return process.Look(look);
    }

    private static List<HostedProtocol> Hosted(InstanceStanding standing) =>
        [.. standing.Protocols, .. Assert.Single(standing.Before).Protocols];

    private static SimulatedProcess Leaking(int seed)
    {
        var process = new SimulatedProcess(Pace.Fast, seed).WithBackground(8);
        process.Protocols.Add(new("Vendor Modem", "1.0.0.4", 3));
        process.Types.Add(new SimulatedType(Families.Type, t => 1e6 * t) { Noise = 2e5 });
        process.Details = t => t % 9 < 1 ? null : Summaries.Details(
            [new("Vendor Modem.1.0.0.4.QAction.2", 1 + (long)(2 * t)), new("System.Private.CoreLib", 1)],
            [.. Enumerable.Range(0, 12).Select(i => new HandleCount($"Kind{i}", 10 + i + (i == 3 ? (long)(9 * t) : 0)))],
            [new("System.IO.FileStream", "System.Private.CoreLib", 100, 4, (long)(3 * t))]);
        return process;
    }
}
