using Fleet.Coordinator.Gateway;

namespace Fleet.Coordinator.Tests.Gateway;

public sealed class AckTrackerTests
{
    [Fact]
    public void Commits_that_finish_out_of_order_are_acked_only_up_to_the_first_that_is_missing()
    {
        var acks = new AckTracker(committed: 4);
        foreach (var sequence in new long[] { 5, 6, 7 })
            Assert.True(acks.TryReceive(sequence));

        Assert.False(acks.Complete(6));
        Assert.Equal(4, acks.Committed);
        Assert.True(acks.Complete(5));
        Assert.Equal(6, acks.Committed);
        Assert.True(acks.Complete(7));
        Assert.Equal(7, acks.Committed);
        Assert.Equal(0, acks.InFlight);
    }

    [Fact]
    public void What_an_agent_had_to_give_up_does_not_hold_back_what_follows()
    {
        var acks = new AckTracker(committed: 0);
        Assert.True(acks.TryReceive(3));
        Assert.True(acks.TryReceive(9));

        Assert.True(acks.Complete(3));
        Assert.True(acks.Complete(9));
        Assert.Equal(9, acks.Committed);
    }

    [Fact]
    public void A_sequence_that_does_not_ascend_is_no_new_summary()
    {
        var acks = new AckTracker(committed: 2);
        Assert.False(acks.TryReceive(2));
        Assert.True(acks.TryReceive(3));
        Assert.False(acks.TryReceive(3));
    }
}
