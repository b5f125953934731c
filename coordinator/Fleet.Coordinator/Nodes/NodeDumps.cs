using Fleet.Contracts.AgentApi;

namespace Fleet.Coordinator.Nodes;

/// <summary>
/// Which dumps lie on a node, and which of them are gone. Found out by what is listed and not by a word on the removal: that could be
/// lost with the agent, and nobody says a word when a file is deleted by hand. Pure over its state.
/// </summary>
internal sealed class NodeDumps(NodeState state)
{
    /// <summary>One heartbeat may have been on its way since before the dump was there.</summary>
    private const int MissesToGo = 2;

    private readonly Dictionary<string, int> _misses = new(StringComparer.Ordinal);

    /// <summary>Takes a word on a dump command; true when something worth storing changed.</summary>
    public bool Answer(CommandUpdate update)
    {
        // Words that were overtaken on the way don't take back an end.
        if (update.Dump is null || update.State is not (CommandState.Succeeded or CommandState.Failed))
            return false;

        var stays = update is { State: CommandState.Succeeded, Dump.State: DumpState.OnNode };
        if (stays == state.DumpsOnNode.Contains(update.CommandId))
            return false;
        if (!stays)
            return state.DumpsOnNode.Remove(update.CommandId);

        state.DumpsOnNode.Add(update.CommandId);
        return true;
    }

    /// <summary>Takes what the agent lists; returns the dumps that are gone.</summary>
    /// <param name="listed">Null: an agent that does not say.</param>
    public IReadOnlyList<string> Missing(DumpsOnNode? listed)
    {
        if (listed is null)
            return [];

        List<string> gone = [];
        foreach (var id in state.DumpsOnNode)
        {
            _misses[id] = listed.Ids.Contains(id) ? 0 : _misses.GetValueOrDefault(id) + 1;
            if (_misses[id] >= MissesToGo)
                gone.Add(id);
        }

        return gone;
    }

    /// <summary>Nothing more will be said of a dump.</summary>
    public void Forget(string id)
    {
        state.DumpsOnNode.Remove(id);
        _misses.Remove(id);
    }
}
