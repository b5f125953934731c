namespace Fleet.HeapWorker;

/// <summary>Exit codes, a contract with the agent.</summary>
internal enum WorkerExit
{
    /// <summary>One summary is on standard output.</summary>
    Done = 0,

    /// <summary>Failed for a reason without a code of its own; the line on standard error says which.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>There is no such process, or another one has its id, or it ended meanwhile.</summary>
    ProcessGone = 3,

    /// <summary>The process runs no .NET.</summary>
    NotDotNet = 4,

    /// <summary>The process may not be read.</summary>
    NoPermission = 5,

    /// <summary>Deadline or pause budget passed.</summary>
    TooLong = 6,
}
