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
    public void What_two_heard_who_listened_at_the_same_time_is_no_hole() =>
        Assert.Equal(1, Oldest(Start(110, 7, 1), End(112, 7, 1), Start(111, 7, 1), End(113, 7, 1), Start(120, 8, 0), End(121, 8, 0)));

    [Fact]
    public void A_hole_in_the_numbers_is_no_record() => Assert.Null(Record(Start(110, 7, 0), End(111, 7, 0), Start(120, 9, 0)));

    [Theory]
    [InlineData(80, 90, -1)]
    [InlineData(80, 120, 2)] // it had begun before the glance: nothing but its beginning tells
    [InlineData(150, 170, 2)]
    public void A_sweep_that_overlaps_the_two_moments_counts_whenever_its_collection_began(long from, long to, int oldest)
    {
        CollectionEvent[] sweep = [new(from, CollectionEventKind.Sweep, 0, 2), new(to, CollectionEventKind.Swept, 0, 2)];

        Assert.Equal(oldest, Oldest([BackgroundStart(70, 7), .. sweep, End(to + 1, 7, 2)]));
    }

    [Fact]
    public void What_a_collection_beside_the_process_reads_does_not_tear_what_others_read()
    {
        Assert.False(Record(BackgroundStart(70, 7), End(180, 7, 2))!.PromotedWithin(Glance, Hold));
        Assert.False(Record(BackgroundStart(70, 7), ForegroundStart(120, 8, 0), End(130, 8, 0))!.PromotedWithin(Glance, Hold));
        Assert.True(Record(BackgroundStart(70, 7), ForegroundStart(120, 8, 1), End(130, 8, 1))!.PromotedWithin(Glance, Hold));
    }

    [Fact]
    public void A_collection_of_which_only_one_moment_was_told_may_have_torn_all_before_or_behind_it()
    {
        Assert.True(Record(End(250, 7, 1))!.PromotedWithin(Glance, Hold));
        Assert.True(Record(Start(50, 7, 1))!.PromotedWithin(Glance, Hold));
        Assert.False(Record(Start(250, 7, 1))!.PromotedWithin(Glance, Hold));
        Assert.False(Record(End(50, 7, 1))!.PromotedWithin(Glance, Hold));
    }

    private static CollectionRecord? Record(params CollectionEvent[] events) => CollectionRecord.Of(events, asleepAtFirst: true);

    private static int Oldest(params CollectionEvent[] events) => Record(events)!.OldestSince(Glance, Hold);

    private static CollectionEvent Start(long at, uint number, int generation) => new(at, CollectionEventKind.Start, number, generation);

    private static CollectionEvent ForegroundStart(long at, uint number, int generation) => new(at, CollectionEventKind.ForegroundStart, number, generation);

    private static CollectionEvent BackgroundStart(long at, uint number) => new(at, CollectionEventKind.BackgroundStart, number, 2);

    private static CollectionEvent End(long at, uint number, int generation) => new(at, CollectionEventKind.End, number, generation);
}
