using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Tests.Statistics;

public sealed class SelectionTests
{
    [Fact]
    public void The_median_is_that_of_the_sorted_values()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            // Few different values make many ties.
            var values = Enumerable.Range(0, random.Next(1, 200)).Select(_ => round % 2 == 0 ? random.NextDouble() - 0.5 : random.Next(5)).ToArray();
            var sorted = values.Order().ToArray();

            Assert.Equal(TheilSen.Middle(sorted), Selection.Median(values));
            Assert.Equal(sorted, values.Order());
        }
    }

    [Fact]
    public void Ascending_descending_and_equal_values_are_no_special_case()
    {
        Assert.Equal(50, Selection.Median([.. Enumerable.Range(0, 101).Select(i => (double)i)]));
        Assert.Equal(50, Selection.Median([.. Enumerable.Range(0, 101).Select(i => 100.0 - i)]));
        Assert.Equal(3, Selection.Median([3, 3, 3, 3]));
        Assert.Equal(0, Selection.Median([]));
    }
}
