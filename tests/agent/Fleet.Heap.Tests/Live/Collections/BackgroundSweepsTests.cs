using Fleet.Heap.Live.Collections;
using static Fleet.Heap.Live.Collections.CollectionEventKind;

namespace Fleet.Heap.Tests.Live.Collections;

public sealed class BackgroundSweepsTests
{
    private static readonly (long, long) s_always = (long.MinValue, long.MaxValue);

    [Fact]
    public void One_that_is_told_of_from_its_beginning_to_its_end_is_as_long_as_that() =>
        Assert.Equal([(120, 140)], Sweeps([At(100, BackgroundStart, 7), At(120, Sweep), At(130, Swept), At(140, End, 7, 2)]));

    [Fact]
    public void Several_heaps_sweep_from_the_first_that_begins() =>
        Assert.Equal([(120, 140)], Sweeps([At(100, BackgroundStart, 7), At(120, Sweep), At(121, Sweep), At(130, Swept), At(133, Swept), At(140, End, 7, 2)]));

    [Fact]
    public void One_whose_end_is_not_told_goes_on() =>
        Assert.Equal([(120, long.MaxValue)], Sweeps([At(100, BackgroundStart, 7), At(120, Sweep), At(150, ForegroundStart, 8, 1), At(160, End, 8, 1)]));

    [Fact]
    public void One_that_had_begun_before_anybody_listened_began_at_any_time()
    {
        Assert.Equal([(long.MinValue, 140)], Sweeps([At(130, Swept), At(140, End, 7, 2)]));
        Assert.Equal([(long.MinValue, long.MaxValue)], Sweeps([At(130, Swept)]));
        Assert.Equal([(long.MinValue, 140)], Sweeps([At(140, End, 7, 2)]));
    }

    [Fact]
    public void One_that_begins_to_sweep_marked_before_since_whenever() =>
        Assert.Equal([(120, 140)], Sweeps([At(90, ForegroundStart, 8, 1), At(95, End, 8, 1), At(120, Sweep), At(140, End, 7, 2)], asleepAtFirst: false));

    [Fact]
    public void Where_a_collection_says_that_nothing_runs_in_the_background_nothing_swept_before() =>
        Assert.Empty(Sweeps([At(130, Start, 7, 0), At(140, End, 7, 0)], asleepAtFirst: false));

    [Fact]
    public void Where_a_collection_says_that_one_runs_in_the_background_and_nobody_says_what_it_is_at_it_may_sweep_all_the_time() =>
        Assert.Equal([s_always], Sweeps([At(130, ForegroundStart, 8, 0), At(140, End, 8, 0)]));

    [Fact]
    public void Where_nothing_is_told_its_threads_tell()
    {
        Assert.Empty(Sweeps([]));
        Assert.Equal([s_always], Sweeps([], asleepAtFirst: false));
    }

    [Fact]
    public void Threads_that_sleep_tell_nothing_while_a_collection_makes_them_wait() =>
        Assert.Equal([s_always], Sweeps([At(90, End, 8, 1)]));

    private static List<(long From, long To)> Sweeps(CollectionEvent[] events, bool asleepAtFirst = true) => BackgroundSweeps.Of(events, asleepAtFirst);

    private static CollectionEvent At(long at, CollectionEventKind kind, uint number = 0, int generation = 2) => new(at, kind, number, generation);
}
