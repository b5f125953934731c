using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Strings;

namespace Fleet.Heap.Tests.Insights.Strings;

public sealed class RepeatedValuesTests
{
    private const int Rows = 5;

    [Theory]
    [InlineData(10, 0, 50)]
    [InlineData(1_000, 10, 50)]
    [InlineData(20_000, 20, 50)]
    [InlineData(20_000, 2_000, 50)]
    [InlineData(100, 500, 1)]
    [InlineData(3_000, 3_000, 2_000)]
    public void Counts_are_those_of_counting_all_whatever_fits(int once, int often, int most)
    {
        var values = Values(once, often);

        var (totals, passes) = Count(values, most);

        Assert.Equal(Truth(values), (totals.Values, totals.Wasted));
        Assert.Equal(Worst(values), totals.Worst.Select(value => (value.Hash, value.Count)));
        Assert.All(totals.Worst, value => Assert.Equal(value.Hash ^ 1, value.Place));
        Assert.InRange(passes, 1, 2 + 4 * (once / 40 + often) / most);
    }

    [Fact]
    public void Values_that_are_there_once_need_no_room() => Assert.Equal(2, Count(Values(60_000, 1_000), 4_000).Passes);

    [Fact]
    public void Values_that_are_all_there_twice_take_one_pass_for_each_part()
    {
        ulong[] values = [.. Values(20_000, 0).SelectMany(value => (ulong[])[value, value])];

        var (totals, passes) = Count(values, 1_000);

        Assert.Equal((20_000, 20_000 * 8L), (totals.Values, totals.Wasted));
        Assert.InRange(passes, 20, 32);
    }

    [Theory]
    [InlineData(20_000, 30, 500, 1)]
    [InlineData(0, 4_000, 500, 1)]
    [InlineData(0, 4_000, 500, 2)]
    [InlineData(0, 4_000, 500, 5)]
    [InlineData(20_000, 4_000, 500, 4)]
    public void What_is_given_up_is_a_lower_bound_with_an_estimate_that_holds_the_truth(int once, int often, int most, int passes)
    {
        var values = Values(once, often);
        var (_, wasted) = Truth(values);

        var totals = Count(values, most, out var estimate, passes);

        Assert.InRange(estimate!.Part, 0.01, 1);
        Assert.InRange(totals.Wasted, 1, wasted);
        Assert.InRange(wasted, estimate.LeastBytes, estimate.MostBytes);
        Assert.InRange(estimate.MostBytes, wasted, values.Length * 8);
    }

    private static (RepeatedTotals Totals, int Passes) Count(ulong[] values, int most)
    {
        var totals = new RepeatedTotals(Rows, length => length);
        var counted = new RepeatedValues(most, withPlaces: true, totals);
        for (var passes = 1; ; passes++)
        {
            See(counted, values);
            if (counted.EndPass())
                return (totals, passes);
            counted.StartPass();
        }
    }

    private static RepeatedTotals Count(ulong[] values, int most, out DuplicateEstimate? estimate, int passes)
    {
        var totals = new RepeatedTotals(Rows, length => length);
        var counted = new RepeatedValues(most, withPlaces: false, totals);
        See(counted, values);
        for (var pass = 1; pass < passes && !counted.EndPass(); pass++)
        {
            counted.StartPass();
            See(counted, values);
        }

        Assert.False(counted.EndPass());
        counted.GiveUp();
        Assert.False(counted.IsExact);
        estimate = totals.Estimate(counted.Part, values.Length * 8);
        return totals;
    }

    private static void See(RepeatedValues counted, ulong[] values)
    {
        foreach (var value in values)
            counted.Add(value, 8, value ^ 1);
    }

    private static (long Values, long Wasted) Truth(ulong[] values)
    {
        long[] counts = [.. values.CountBy(value => value).Select(value => (long)value.Value).Where(count => count > 1)];
        return (counts.Length, counts.Sum(count => (count - 1) * 8));
    }

    private static IEnumerable<(ulong, uint)> Worst(ulong[] values) =>
        values.CountBy(value => value).Where(value => value.Value > 1).Select(value => (value.Key, (uint)value.Value))
            .OrderByDescending(value => value.Item2).ThenBy(value => value.Key).Take(Rows);

    // The ends of the range of hashes are among them; those that are there often are so 2 to 9 times.
    private static ulong[] Values(int once, int often)
    {
        var random = new Random(20_261_129);
        ulong[] known = [ulong.MaxValue, 1, .. Enumerable.Range(0, once + often).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
        ulong[] values = [.. known.Take(once + often), .. known.Take(often).SelectMany((value, i) => Enumerable.Repeat(value, 1 + i % 8))];
        random.Shuffle(values);
        return values;
    }
}
