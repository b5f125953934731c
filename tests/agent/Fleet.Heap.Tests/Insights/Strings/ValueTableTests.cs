using Fleet.Heap.Insights.Strings;

namespace Fleet.Heap.Tests.Insights.Strings;

public sealed class ValueTableTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Holds_what_was_added_and_not_removed(bool withPlaces)
    {
        var random = new Random(20_261_129);
        var table = new ValueTable(5_000, withPlaces);
        var truth = new Dictionary<ulong, uint>();
        for (var step = 0; step < 60_000; step++)
        {
            // Few upper halves: many values are at home in the same slots, the last ones of the table among them.
            var hash = ((ulong)(uint)-random.Next(1, 4_000) << 32) | (uint)random.Next(4);
            if (table.Add(hash, (uint)hash, ~hash))
                truth[hash] = truth.GetValueOrDefault(hash) + 1;
            else
                Assert.True(truth.Count == 5_000 && !truth.ContainsKey(hash));

            if (step % 10_000 != 9_999)
                continue;
            var limit = ((ulong)(uint)-random.Next(1, 4_000)) << 32;
            table.Remove((known, count) => known > limit || count == 1);
            truth = truth.Where(value => value.Key <= limit && value.Value > 1).ToDictionary();
        }

        Assert.Equal(truth.Count, table.Count);
        Assert.Equal(
            truth.Select(value => new RepeatedValue(value.Key, (uint)value.Key, value.Value, withPlaces ? ~value.Key : 0)).OrderBy(value => value.Hash),
            table.Values.OrderBy(value => value.Hash));
        Assert.All(truth.Keys, hash => Assert.True(table.CountKnown(hash)));
    }

    [Fact]
    public void A_hash_of_zero_is_a_value_like_others()
    {
        var table = new ValueTable(1, withPlaces: false);

        Assert.False(table.CountKnown(0));
        Assert.True(table.Add(0, 3, 0));
        Assert.True(table.Add(0, 3, 0));
        Assert.False(table.Add(2, 3, 0));

        Assert.Equal(2u, Assert.Single(table.Values).Count);
    }
}
