namespace Fleet.Agent.Targets;

/// <summary>The processes of this machine.</summary>
internal interface IProcessTable
{
    /// <summary>All that run now, the agent itself and zombies left out.</summary>
    IReadOnlyList<ProcessEntry> List();

    /// <summary>Whether this very process still runs; a reused pid is another process.</summary>
    bool IsRunning(int pid, DateTimeOffset startedAt);

    /// <summary>
    /// Start of a process as somebody would compute it now. Differs from the identity's when the machine's clock was set meanwhile.
    /// </summary>
    DateTimeOffset StartedByClock(DateTimeOffset startedAt);
}
