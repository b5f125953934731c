using Fleet.Contracts.Identity;

namespace Fleet.Contracts.Heap;

/// <summary>A heap summary with who, when and why: what the agent spools and the coordinator logs.</summary>
public sealed record InstanceSummary
{
    /// <summary>The instance that was looked at.</summary>
    public required InstanceIdentity Instance { get; init; }

    /// <summary>When the look was taken, UTC, on the node's clock, to the millisecond.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Why it was taken.</summary>
    public required LookTrigger Trigger { get; init; }

    /// <summary>What the process hosted at that moment; empty for a process that is not an SLScripting.</summary>
    public required IReadOnlyList<HostedProtocol> Protocols { get; init; }

    /// <summary>What the operating system and the collector said of the process at that moment.</summary>
    public required MemorySample Memory { get; init; }

    /// <summary>The heap.</summary>
    public required HeapSummary Heap { get; init; }

    /// <summary>The command that asked for it; null when none did.</summary>
    public string? CommandId { get; init; }
}

/// <summary>Why a look was taken.</summary>
public enum LookTrigger
{
    /// <summary>Its time had come.</summary>
    Schedule,

    /// <summary>Private bytes grew by more than the configured part since the last look.</summary>
    Growth,

    /// <summary>Private bytes passed a configured part of the limit.</summary>
    Threshold,

    /// <summary>A log mentioned an OutOfMemoryException.</summary>
    OutOfMemoryLog,

    /// <summary>Somebody asked.</summary>
    Command,
}

/// <summary>A protocol that an instance hosts.</summary>
/// <param name="Name">Name of the protocol; may hold dots and spaces.</param>
/// <param name="Version">For example <c>1.0.0.4</c>.</param>
/// <param name="Elements">Elements of it in the process.</param>
public sealed record HostedProtocol(string Name, string Version, int Elements);

/// <summary>What is known of a process without touching its heap; bytes, 0 where not known.</summary>
public sealed record MemorySample
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Private (committed, not shared) bytes.</summary>
    public long PrivateBytes { get; init; }

    /// <summary>Resident bytes.</summary>
    public long WorkingSetBytes { get; init; }

    /// <summary>What the collector's heaps hold, free space included.</summary>
    public long ManagedBytes { get; init; }

    /// <summary>Where it dies: address space, container limit or configured. 0: no limit known.</summary>
    public long LimitBytes { get; init; }

    /// <summary>Collections so far of generations 0, 1 and 2; empty where not known.</summary>
    public IReadOnlyList<long> GcCounts { get; init; } = [];
}
