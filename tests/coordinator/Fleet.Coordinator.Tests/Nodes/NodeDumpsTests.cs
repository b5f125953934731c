using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Nodes;

namespace Fleet.Coordinator.Tests.Nodes;

public sealed class NodeDumpsTests
{
    private readonly NodeState _state = new();
    private readonly NodeDumps _dumps;

    public NodeDumpsTests() => _dumps = new NodeDumps(_state);

    [Fact]
    public void A_dump_is_gone_when_two_heartbeats_do_not_list_it()
    {
        Assert.True(_dumps.Answer(Word("a", CommandState.Succeeded, DumpState.OnNode)));
        Assert.True(_dumps.Answer(Word("b", CommandState.Succeeded, DumpState.OnNode)));

        Assert.Empty(_dumps.Missing(Listing("a", "b")));
        Assert.Empty(_dumps.Missing(Listing("b")));
        Assert.Equal(["a"], _dumps.Missing(Listing("b")));
        _dumps.Forget("a");
        Assert.Empty(_dumps.Missing(Listing("b")));
        Assert.Equal(["b"], _state.DumpsOnNode);
    }

    [Fact]
    public void A_dump_that_one_heartbeat_left_out_and_the_next_lists_is_there()
    {
        _dumps.Answer(Word("a", CommandState.Succeeded, DumpState.OnNode));

        Assert.Empty(_dumps.Missing(Listing()));
        Assert.Empty(_dumps.Missing(Listing("a")));
        Assert.Empty(_dumps.Missing(Listing()));
    }

    [Fact]
    public void An_agent_that_does_not_say_what_it_has_loses_nothing()
    {
        _dumps.Answer(Word("a", CommandState.Succeeded, DumpState.OnNode));

        Assert.Empty(_dumps.Missing(null));
        Assert.Empty(_dumps.Missing(null));
        Assert.Empty(_dumps.Missing(null));
    }

    [Theory]
    [InlineData(CommandState.Running, DumpState.OnNode)]
    [InlineData(CommandState.Succeeded, DumpState.Stored)]
    [InlineData(CommandState.Failed, DumpState.Failed)]
    public void Dumps_that_are_under_way_stored_or_failed_are_not_missed_on_the_node(CommandState state, DumpState dump)
    {
        Assert.False(_dumps.Answer(Word("a", state, dump)));

        Assert.Empty(_dumps.Missing(Listing()));
        Assert.Empty(_dumps.Missing(Listing()));
    }

    [Fact]
    public void A_late_word_from_under_way_does_not_make_a_dump_be_forgotten()
    {
        _dumps.Answer(Word("a", CommandState.Succeeded, DumpState.OnNode));

        Assert.False(_dumps.Answer(Word("a", CommandState.Running, DumpState.Capturing)));

        Assert.Equal(["a"], _state.DumpsOnNode);
    }

    private static CommandUpdate Word(string id, CommandState state, DumpState dump) => new() { CommandId = id, State = state, Dump = new DumpProgress { State = dump } };

    private static DumpsOnNode Listing(params string[] ids) => new() { Ids = { ids } };
}
