using Fleet.Agent.Spool;

namespace Fleet.Agent.Commands;

/// <summary>Finds what a look on command left in the spool before the agent ended.</summary>
internal sealed class SpooledLooks(SummarySpool spool)
{
    /// <summary>Whether a summary that a command asked for still waits in the spool. One that was acked meanwhile is not found: the look is taken again, which harms nobody.</summary>
    public bool Holds(string commandId)
    {
        for (var record = spool.Next(0); record is not null; record = spool.Next(record.Sequence))
        {
            if (record.Summary.CommandId == commandId)
                return true;
        }

        return false;
    }
}
