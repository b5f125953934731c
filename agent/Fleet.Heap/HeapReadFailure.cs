namespace Fleet.Heap;

/// <summary>Why a heap could not be read; the heap worker maps each kind to an exit code.</summary>
public enum HeapReadFailure
{
    /// <summary>There is no such process, or another one has its id.</summary>
    ProcessGone,

    /// <summary>The process runs no .NET.</summary>
    NotDotNet,

    /// <summary>The operating system forbids it, or somebody else traces the process.</summary>
    NoPermission,

    /// <summary>The time for the whole look was over.</summary>
    DeadlineExceeded,

    /// <summary>The process would have been suspended for longer than was allowed.</summary>
    PauseBudgetExceeded,

    /// <summary>Collections were running whenever the process was looked at.</summary>
    CollectionRunning,

    /// <summary>The file is not a dump, is torn, or holds no .NET.</summary>
    BadDump,

    /// <summary>The process or dump is of another architecture or bitness than this program.</summary>
    OtherArchitecture,

    /// <summary>The debugging library that belongs to the runtime is not on this machine.</summary>
    DacNotFound,

    /// <summary>The process ended while it was read.</summary>
    MidWalkExit,

    /// <summary>The runtime's own structures could not be understood.</summary>
    RuntimeUnreadable,

    /// <summary>A verified look found a difference that should be impossible.</summary>
    Disagreement,

    /// <summary>This program may not take the memory that it needs.</summary>
    OutOfMemory,
}
