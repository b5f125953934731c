using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Tests.Statistics;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.644853627, 0.05)]
    [InlineData(3.090232306, 0.001)]
    [InlineData(6.361340902, 1e-10)]
    [InlineData(-1.644853627, 0.95)]
    public void Tails_and_quantiles_of_the_normal_distribution_agree_with_the_tables(double z, double tail)
    {
        Assert.Equal(1, Normal.UpperTail(z) / tail, 1e-5);
        Assert.Equal(z, Normal.UpperQuantile(tail), 1e-6);
    }

    [Fact]
    public void Kendalls_tail_is_the_share_of_orders_that_score_as_high()
    {
        var scores = Permutations([1, 2, 3, 4, 5, 6]).Select(order => Kendall.Score(order)).ToList();

        foreach (var score in scores.Distinct().Where(score => score > 0))
            Assert.Equal(scores.Count(other => other >= score) / (double)scores.Count, Kendall.UpperTail(score, 6, 1), 1e-5);
    }

    [Fact]
    public void Ties_make_a_trend_less_certain_never_more()
    {
        double[] rising = [1, 2, 3, 4, 5, 6, 7, 8];
        double[] treads = [1, 1, 3, 3, 5, 5, 7, 7];

        Assert.True(Kendall.UpperTail(Kendall.Score(treads), 8, 1) > Kendall.UpperTail(Kendall.Score(rising), 8, 1));
    }

    [Fact]
    public void Kendalls_tail_is_continuous_where_it_turns_from_exact_to_approximate()
    {
        // Half of the highest score, at 24 (exact) and 25 (approximate) points.
        var exact = Kendall.UpperTail(24 * 23 / 4, 24, 1);
        var approximate = Kendall.UpperTail(25 * 24 / 4, 25, 1);

        Assert.InRange(approximate / exact, 0.3, 1.2);
    }

    [Fact]
    public void Theil_and_Sens_line_ignores_wild_points_and_its_interval_covers_the_truth()
    {
        var covered = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var times = Enumerable.Range(0, 20).Select(i => (double)i).ToArray();
            var values = times.Select(t => (5 * t) + (random.NextDouble() * 10)).ToArray();
            values[random.Next(20)] += 10_000;
            values[random.Next(20)] -= 10_000;
            var slope = TheilSen.SlopeWithInterval(times, values, 1);

            Assert.InRange(slope.Estimate, 3.5, 6.5);
            covered += slope.Low <= 5 && 5 <= slope.High ? 1 : 0;
        }

        Assert.InRange(covered, 276, 300);
    }

    [Fact]
    public void Lines_through_too_few_points_are_level()
    {
        Assert.Equal(0, TheilSen.Slope([], []));
        Assert.Equal(0, TheilSen.Slope([1], [5]));
        Assert.Equal(0, TheilSen.Slope([1, 1], [5, 6]));
        Assert.Equal(default, TheilSen.SlopeWithInterval([1], [5], 1));
    }

    [Fact]
    public void Fishers_lady_tastes_three_of_four_cups() =>
        Assert.Equal(17.0 / 70, FisherExact.UpperTail(3, 4, 4, 8), 1e-9);

    [Fact]
    public void Fishers_tail_is_certain_for_no_hit_and_small_for_a_clear_case()
    {
        Assert.Equal(1, FisherExact.UpperTail(0, 10, 5, 100), 1e-9);
        Assert.InRange(FisherExact.UpperTail(12, 12, 12, 40), 1e-10, 2e-10);
        Assert.Equal(1.0, FisherExact.UpperTail(500, 1000, 500, 1000), 1e-6);
    }

    [Fact]
    public void Fishers_combination_of_one_test_is_that_test_and_silence_makes_no_proof()
    {
        Assert.Equal(0.003, FisherCombination.UpperTail(-Math.Log(0.003), 1), 1e-9);
        // Chi-squared of 18.42 with 4 degrees of freedom.
        Assert.Equal(0.001021, FisherCombination.UpperTail(-2 * Math.Log(0.01), 2), 1e-6);
        Assert.Equal(1, FisherCombination.UpperTail(0, 5), 1e-9);
        Assert.True(FisherCombination.UpperTail(20, 8) > FisherCombination.UpperTail(20, 2));
        Assert.InRange(FisherCombination.UpperTail(700, 5_000), 0.99, 1);
        Assert.InRange(FisherCombination.UpperTail(5_000, 3_000), 0, 1e-9);
        Assert.InRange(FisherCombination.UpperTail(5_000, 5_200), 0.99, 1);
    }

    [Fact]
    public void Benjamini_and_Hochberg_accept_up_to_the_last_p_below_its_share()
    {
        double[] p = [0.03, 0.001, 0.5, 0.012];

        Assert.Equal(0.03, BenjaminiHochberg.Threshold(p, 4, 0.05), 12);
        Assert.Equal(0.012, BenjaminiHochberg.Threshold([0.03, 0.001, 0.5, 0.012], 4, 0.03), 12);
        Assert.Equal(-1, BenjaminiHochberg.Threshold([0.03, 0.02], 100, 0.05));
        Assert.Equal(-1, BenjaminiHochberg.Threshold([], 10, 0.05));
    }

    [Theory]
    [InlineData(0.0, 0.012)]
    [InlineData(0.5, 0.03)]
    [InlineData(0.8, 0.08)]
    public void Slow_noise_is_rarely_taken_for_a_trend_at_one_percent(double autocorrelation, double tolerated)
    {
        var mistaken = 0;
        const int runs = 4000;
        var random = new Random(5);
        Span<double> times = stackalloc double[20];
        Span<double> values = stackalloc double[20];
        for (var run = 0; run < runs; run++)
        {
            var value = 0.0;
            for (var i = -50; i < 20; i++)
            {
                value = (autocorrelation * value) + random.NextDouble() - 0.5;
                if (i >= 0)
                    (times[i], values[i]) = (i, value);
            }

            mistaken += PValue(times, values) < 0.01 ? 1 : 0;
        }

        Assert.InRange(mistaken, 0, tolerated * runs);
    }

    [Fact]
    public void A_trend_twice_its_noise_is_seen_through_slow_noise()
    {
        var random = new Random(6);
        var times = Enumerable.Range(0, 20).Select(i => (double)i).ToArray();
        var seen = 0;
        for (var run = 0; run < 200; run++)
        {
            var noise = 0.0;
            var values = times.Select(t => (0.5 * t) + (noise = (0.3 * noise) + random.NextDouble() - 0.5)).ToArray();
            seen += PValue(times, values) < 1e-4 ? 1 : 0;
        }

        Assert.InRange(seen, 190, 200);
    }

    private static double PValue(ReadOnlySpan<double> times, ReadOnlySpan<double> values)
    {
        var slope = TheilSen.Slope(times, values);
        Span<double> residuals = stackalloc double[values.Length];
        for (var i = 0; i < values.Length; i++)
            residuals[i] = values[i] - (slope * times[i]);
        return Math.Max(
            SlopeTest.UpperTail(times, residuals, slope),
            Kendall.UpperTail(Kendall.Score(values), values.Length, Kendall.Inflation(residuals)));
    }

    private static IEnumerable<double[]> Permutations(double[] values) =>
        values.Length < 2
            ? [values]
            : values.SelectMany((value, i) => Permutations([.. values[..i], .. values[(i + 1)..]]).Select(rest => (double[])[value, .. rest]));
}
