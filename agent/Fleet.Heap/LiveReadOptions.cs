namespace Fleet.Heap;

/// <summary>How a live process may be looked at.</summary>
public sealed record LiveReadOptions : HeapReadOptions
{
    /// <summary>Start of the process, UTC; a process that started more than a second off is another one. Null: whichever has the pid.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Longest single suspension; a look that needs longer is given up. Null: as long as it takes.</summary>
    public TimeSpan? PauseBudget { get; init; }

    /// <summary>Longest time for the whole look.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often to attach when a collection is running; at least 1.</summary>
    public int MaxAttempts { get; init; } = 20;
}
