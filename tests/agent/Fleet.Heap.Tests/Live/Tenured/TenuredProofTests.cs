using Fleet.Heap.Live.Collections;
using Fleet.Heap.Live.Tenured;

namespace Fleet.Heap.Tests.Live.Tenured;

public sealed class TenuredProofTests
{
    private readonly TenuredProof _proof = new();

    [Theory]
    [InlineData(0, false, TenuredVerdict.Proven)]
    [InlineData(1, true, TenuredVerdict.Proven)]
    [InlineData(1, false, TenuredVerdict.Keep)]
    [InlineData(2, true, TenuredVerdict.Discard)]
    public void A_reading_holds_up_to_the_collections_whose_traces_were_looked_for(int generation, bool freeChecked, object verdict) =>
        Assert.Equal(verdict, Judge(since: 100, heldAt: 200, freeChecked, Collection(150, generation)));

    [Fact]
    public void What_was_collected_before_the_first_reading_does_not_matter() =>
        Assert.Equal(TenuredVerdict.Proven, Judge(since: 100, heldAt: 200, freeChecked: false, Collection(50, 2)));

    [Fact]
    public void What_is_kept_is_thrown_away_when_generation_2_is_collected_before_the_witness_is_done()
    {
        Assert.Equal(TenuredVerdict.Discard, Judge(since: 100, heldAt: null, freeChecked: false, Collection(250, 2)));
        Assert.Equal(TenuredVerdict.Proven, Judge(since: 300, heldAt: 400, freeChecked: true, Collection(250, 2)));
    }

    [Fact]
    public void What_is_kept_holds_only_if_generation_2_was_not_collected_between_two_readings()
    {
        Assert.Equal(TenuredVerdict.Keep, Judge(since: 100, heldAt: null, freeChecked: false));
        Assert.Equal(TenuredVerdict.Discard, Judge(since: 300, heldAt: 400, freeChecked: true, Collection(250, 2)));
    }

    [Fact]
    public void What_is_kept_may_have_been_filled_up_between_two_readings_for_the_later_one_looks_for_that()
    {
        Assert.Equal(TenuredVerdict.Keep, Judge(since: 100, heldAt: null, freeChecked: false));
        Assert.Equal(TenuredVerdict.Proven, Judge(since: 300, heldAt: 400, freeChecked: false, Collection(250, 1)));
    }

    [Fact]
    public void What_was_read_torn_is_not_proven_but_the_rest_may_be_kept()
    {
        Assert.Equal(TenuredVerdict.Keep, _proof.Judge(CollectionRecord.Of(Collection(150, 1), asleepAtFirst: true)!, 100, 200, freeChecked: true, torn: true));
        Assert.Equal(TenuredVerdict.Discard, _proof.Judge(CollectionRecord.Of(Collection(150, 2), asleepAtFirst: true)!, 100, 200, freeChecked: true, torn: true));
    }

    private TenuredVerdict Judge(long since, long? heldAt, bool freeChecked, params CollectionEvent[] events) =>
        _proof.Judge(CollectionRecord.Of(events, asleepAtFirst: true)!, since, heldAt, freeChecked, torn: false);

    private static CollectionEvent[] Collection(long at, int generation) => [new(at, CollectionEventKind.Start, 7, generation), new(at + 1, CollectionEventKind.End, 7, generation)];
}
