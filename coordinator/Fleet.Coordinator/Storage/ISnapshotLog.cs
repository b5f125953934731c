using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Coordinator.Storage;

/// <summary>
/// Every committed heap summary. What <see cref="AppendAsync"/> reported as committed survives the end of the process and of the machine.
/// Storage that can't be reached or is full throws <see cref="StorageUnavailableException"/>; the same call may be made again later.
/// </summary>
internal interface ISnapshotLog
{
    /// <summary>Appends one summary; a sequence that the spool has had committed before is told apart and changes nothing.</summary>
    /// <param name="position">Where in which spool it comes from.</param>
    /// <param name="summary">The summary.</param>
    /// <param name="cancellationToken">Gives the wait up; the summary may get committed all the same.</param>
    Task<AppendOutcome> AppendAsync(SpoolPosition position, InstanceSummary summary, CancellationToken cancellationToken);

    /// <summary>The sequence up to which everything of a spool is committed or was given up by its agent; 0 for an unknown spool.</summary>
    Task<long> CommittedSequenceAsync(string spoolId, CancellationToken cancellationToken);

    /// <summary>Remembers that a spool needs nothing up to a sequence any more. Never goes back.</summary>
    Task AdvanceAsync(string spoolId, long sequence, CancellationToken cancellationToken);

    /// <summary>What is known of an instance's summaries without reading them; null when there are none.</summary>
    Task<LoggedInstance?> FindAsync(InstanceIdentity instance, CancellationToken cancellationToken);

    /// <summary>The instances of a node, or of all nodes, that have summaries.</summary>
    Task<IReadOnlyList<LoggedInstance>> InstancesAsync(string? nodeId, CancellationToken cancellationToken);

    /// <summary>The index of an instance's summaries in a span of time, oldest first: cheap, no histogram is read.</summary>
    Task<IReadOnlyList<LogEntry>> EntriesAsync(InstanceIdentity instance, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Summaries after an entry, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<LoggedSummary>> ReadAfterAsync(InstanceIdentity instance, long entryId, int limit, CancellationToken cancellationToken);

    /// <summary>The newest summary at or before a moment, or null.</summary>
    Task<InstanceSummary?> NewestAsync(InstanceIdentity instance, DateTimeOffset atOrBefore, CancellationToken cancellationToken);

    /// <summary>The oldest summary at or after a moment, or null.</summary>
    Task<InstanceSummary?> OldestAsync(InstanceIdentity instance, DateTimeOffset atOrAfter, CancellationToken cancellationToken);

    /// <summary>Reads one entry; null when it was thinned out meanwhile.</summary>
    Task<InstanceSummary?> ReadAsync(InstanceIdentity instance, long entryId, CancellationToken cancellationToken);

    /// <summary>Removes what the policy does not keep; returns how many summaries went.</summary>
    Task<long> ThinAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A sequence of a spool, and up to where the spool needs nothing any more.</summary>
internal readonly record struct SpoolPosition(string SpoolId, long Sequence, long CommittedUpTo);

/// <summary>What became of an append.</summary>
/// <param name="Repeat">The log had it before.</param>
/// <param name="EntryId">Ascending over the whole log; 0 for a repeat.</param>
internal readonly record struct AppendOutcome(bool Repeat, long EntryId);

/// <summary>An instance in the log.</summary>
internal sealed record LoggedInstance(InstanceIdentity Instance, string ProcessName, int Bits, long Looks, DateTimeOffset LastTakenAt);

/// <summary>A summary in the index.</summary>
internal readonly record struct LogEntry(long Id, DateTimeOffset TakenAt, long Objects, long HeapBytes, long CommittedBytes, long PrivateBytes);

/// <summary>A summary with its place in the log.</summary>
internal sealed record LoggedSummary(long EntryId, InstanceSummary Summary);

/// <summary>The storage can't take or give anything now: full, locked, or gone. Nothing was changed; trying again later is right.</summary>
[GenerateSerializer]
[Alias("fleet.StorageUnavailable")]
internal sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public StorageUnavailableException()
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }
}
