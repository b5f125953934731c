using Fleet.Heap.Live.Collections;
using Fleet.Heap.Live.Tenured;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Live.Tenured;

public sealed class TenuredCountsTests
{
    private static readonly HashSet<ulong> NothingChanged = [];

    [Fact]
    public void A_range_that_is_as_it_was_is_kept()
    {
        var holdings = new TenuredCounts([Count(100, 200)]).In([Range(100, 200)], NothingChanged);

        Assert.Equal([Range(100, 200)], holdings.Kept.Select(count => count.Range));
        Assert.Empty(holdings.ToWalk);
    }

    [Fact]
    public void What_was_added_behind_it_is_walked_and_joined()
    {
        var holdings = new TenuredCounts([Count(100, 200)]).In([Range(100, 260)], NothingChanged);
        var joined = Assert.Single(holdings.JoinedWith([Count(200, 260)]));

        Assert.Equal([Range(200, 260)], holdings.ToWalk);
        Assert.Equal((Range(100, 260), 160L, 2L), (joined.Range, joined.BytesWalked, joined.Tables.Single().Objects));
    }

    [Theory]
    [InlineData(100, 180, HeapGeneration.Gen2)] // shrank
    [InlineData(100, 200, HeapGeneration.Gen1)] // is of another generation now
    [InlineData(120, 200, HeapGeneration.Gen2)] // is another
    public void A_range_that_is_not_what_it_was_is_walked_again(ulong start, ulong end, object generation)
    {
        var range = new WalkRange(start, end, (HeapGeneration)generation);

        var holdings = new TenuredCounts([Count(100, 200)]).In([range], NothingChanged);

        Assert.Empty(holdings.Kept);
        Assert.Equal([range], holdings.ToWalk);
    }

    [Fact]
    public void A_range_in_which_something_free_was_used_is_walked_again()
    {
        var holdings = new TenuredCounts([Count(100, 200), Count(300, 400)]).In([Range(100, 200), Range(300, 400)], new HashSet<ulong> { 300 });

        Assert.Equal([Range(100, 200)], holdings.Kept.Select(count => count.Range));
        Assert.Equal([Range(300, 400)], holdings.ToWalk);
    }

    [Fact]
    public void A_range_that_made_no_sense_is_walked_again()
    {
        var damaged = Count(100, 200) with { Damage = new WalkDamage(150, 50, "torn") };

        Assert.Equal([Range(100, 200)], new TenuredCounts([damaged]).In([Range(100, 200)], NothingChanged).ToWalk);
    }

    [Theory]
    [InlineData(5, 9, true)] // over before it was read
    [InlineData(5, 15, false)]
    [InlineData(12, 15, false)]
    [InlineData(15, 30, false)]
    [InlineData(21, 30, true)]
    public void What_was_read_while_objects_were_placed_there_is_read_again(long start, long end, bool kept)
    {
        var record = CollectionRecord.Of([new(start, CollectionEventKind.Start, 7, 1), new(end, CollectionEventKind.End, 7, 1)], asleepAtFirst: true)!;

        Assert.Equal(kept, new TenuredCounts([Count(100, 200)]).Untorn(record, 0).Ranges.Count == 1);
        Assert.Single(new TenuredCounts([Count(100, 200)]).Untorn(record, 21).Ranges); // was judged before
    }

    [Fact]
    public void What_was_read_in_several_goes_is_torn_if_one_of_them_was()
    {
        var joined = Count(100, 200).FollowedBy(Count(200, 260) with { Reads = [new ReadTime(50, 60)] });

        Assert.Single(Untorn(30, 40));
        Assert.Empty(Untorn(55, 70));
        Assert.Empty(Untorn(12, 15));

        IReadOnlyCollection<RangeCount> Untorn(long start, long end) => new TenuredCounts([joined])
            .Untorn(CollectionRecord.Of([new(start, CollectionEventKind.Start, 7, 1), new(end, CollectionEventKind.End, 7, 1)], asleepAtFirst: true)!, 0).Ranges;
    }

    private static WalkRange Range(ulong start, ulong end) => new(start, end, HeapGeneration.Gen2);

    private static RangeCount Count(ulong start, ulong end) =>
        new(Range(start, end), [new TableCount(8, 1, (long)(end - start))], 0, (long)(end - start), null, [], [new ReadTime(10, 20)]);
}
