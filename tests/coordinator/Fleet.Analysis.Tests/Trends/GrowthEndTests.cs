using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Trends;

public sealed class GrowthEndTests
{
    private const int LooksOfDay = 96;

    [Fact]
    public void Days_that_come_and_go_don_t_end_a_leak_again_and_again()
    {
        var (known, looks) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var process = new SimulatedProcess(Pace.Slow, seed).WithBackground(24);
            process.Native = t => 200e6 + (5e4 * t) + (8e6 * Math.Sin(2 * Math.PI * t / LooksOfDay)) + (1e7 * (random.NextDouble() - 0.5));
            var trends = new InstanceTrends(process.Identity, Pace.Slow.Options);
            for (var look = 1; look <= 1000; look++)
            {
                trends.Observe(process.Look(look));
                // By then it has grown by more than it swings.
                if (look > 400)
                    (known, looks) = (known + (trends.Suspects().Any(suspect => suspect.Kind == LeakKind.Native) ? 1 : 0), looks + 1);
            }
        }

        // With every low taken for the end of it, it is never known.
        Assert.InRange(known / (double)looks, 0.25, 1);
    }
}
