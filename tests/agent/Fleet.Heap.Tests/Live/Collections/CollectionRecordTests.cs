using Fleet.Heap.Live.Collections;

namespace Fleet.Heap.Tests.Live.Collections;

public sealed class CollectionRecordTests
{
    private const long Glance = 100;
    private const long Hold = 200;

    [Fact]
    public void Nothing_happened_where_nothing_was_told() => Assert.Equal(-1, Oldest());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_collection_between_the_two_moments_counts(int generation) =>
        Assert.Equal(generation, Oldest(Start(120, 7, generation), End(130, 7, generation)));

    [Fact]
    public void One_that_was_over_before_does_not() => Assert.Equal(-1, Oldest(Start(80, 7, 2), End(90, 7, 2)));

    [Fact]
    public void One_that_began_before_and_ended_between_counts() => Assert.Equal(2, Oldest(Start(80, 7, 2), End(150, 7, 2)));

    [Fact]
    public void One_that_began_before_there_was_a_witness_and_ended_between_counts() => Assert.Equal(2, Oldest(End(150, 7, 2)));

    [Fact]
    public void An_end_that_is_told_late_counts_unless_its_start_was_later_too()
    {
        Assert.Equal(1, Oldest(Start(190, 7, 1), End(210, 7, 1)));
        Assert.Equal(2, Oldest(End(210, 7, 2)));
        Assert.Equal(-1, Oldest(Start(205, 7, 2), End(210, 7, 2)));
    }

    [Fact]
    public void The_oldest_of_several_counts() =>
        Assert.Equal(1, Oldest(Start(110, 7, 0), End(111, 7, 0), Start(120, 8, 1), End(122, 8, 1), Start(130, 9, 0), End(131, 9, 0)));

    [Fact]
    public void A_hole_in_the_numbers_is_no_record() => Assert.Null(CollectionRecord.Of([Start(110, 7, 0), End(111, 7, 0), Start(120, 9, 0)]));

    private static int Oldest(params CollectionEvent[] events) => CollectionRecord.Of(events)!.OldestSince(Glance, Hold);

    private static CollectionEvent Start(long at, uint number, int generation) => new(at, true, number, generation);

    private static CollectionEvent End(long at, uint number, int generation) => new(at, false, number, generation);
}
