using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Tests.Kit;

namespace Fleet.Coordinator.Tests.Nodes;

public sealed class InventoryTests
{
    private readonly NodeState _state = new();
    private readonly Inventory _inventory;

    public InventoryTests() => _inventory = new Inventory(_state);

    [Fact]
    public void An_announcement_is_news_once()
    {
        Assert.True(Announce(1, 100));
        Assert.False(Announce(1, 100));
        Assert.Equal("DMA-1", Assert.Single(_state.Instances.Values).NodeName);
    }

    [Fact]
    public void An_instance_ends_when_two_heartbeats_do_not_list_it()
    {
        Announce(1, 100);
        Announce(2, 200);
        _inventory.Beat(Listing(1, 2));

        Assert.Empty(_inventory.Beat(Listing(2)).Ended);
        Assert.Equal(100, Assert.Single(_inventory.Beat(Listing(2)).Ended).Instance.Pid);
        Assert.Empty(_inventory.Beat(Listing(2)).Ended);
    }

    [Fact]
    public void An_instance_that_was_taken_for_gone_runs_again_when_it_is_listed()
    {
        Announce(1, 100);
        _inventory.Beat(Listing());
        _inventory.Beat(Listing());

        Assert.Equal(100, Assert.Single(_inventory.Beat(Listing(1)).Resumed).Instance.Pid);
        Assert.True(_state.Instances.Values.Single().Running);
    }

    [Fact]
    public void References_of_one_stream_mean_nothing_on_the_next()
    {
        Announce(1, 100);
        _inventory.ForgetReferences();
        Assert.Null(_inventory.ByReference(1));
    }

    [Fact]
    public void Only_so_many_ended_instances_are_kept()
    {
        for (var pid = 1; pid <= 150; pid++)
            Announce((uint)pid, pid);
        _inventory.Beat(Listing());
        _inventory.Beat(Listing());

        Assert.Equal(100, _state.Instances.Count);
    }

    private bool Announce(uint reference, int pid) => _inventory.Announce(
        new InstanceAnnouncement { InstanceRef = reference, Instance = Summaries.Instance(pid: pid).ToWire("SLScripting", 64) }, "DMA-1", out _);

    private static Heartbeat Listing(params uint[] references)
    {
        var beat = new Heartbeat();
        beat.Instances.AddRange(references.Select(r => new InstanceSample { InstanceRef = r }));
        return beat;
    }
}
