using Fleet.Contracts.Heap;

namespace Fleet.Heap;

/// <summary>How a live process may be looked at.</summary>
public sealed record LiveReadOptions : HeapReadOptions
{
    /// <summary>Start of the process, UTC; a process that started more than a second off is another one. Null: whichever has the pid.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What a look by hand may take unless it is told otherwise, and a look of the agent by default.</summary>
    public static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    /// <summary>The same where more than the histogram is asked.</summary>
    public static readonly TimeSpan UsualPauseForQuestions = TimeSpan.FromSeconds(2);

    /// <summary>Longest single suspension. Null: as long as it takes.</summary>
    public TimeSpan? PauseBudget { get; init; }

    /// <summary>What to do when an exact look would need a longer one.</summary>
    public PauseOverrun Overrun { get; init; }

    /// <summary>Tenured bytes from which on they are read while the process runs; below, a suspension for everything is short enough.</summary>
    public long ConcurrentFrom { get; init; } = 48L << 20;

    /// <summary>
    /// Called with one line, on a thread of its own, when a process still stands still well after its budget: whatever we wait for does not hear
    /// of the cancellation. The one way to let the process go then is to end ours. Null: nothing is done.
    /// </summary>
    public Action<string>? WhenStuck { get; init; }

    /// <summary>
    /// For tests and doubts: walks everything once more while the process stands still, and fails when the two walks differ.
    /// </summary>
    public bool Verify { get; init; }

    /// <summary>The same, with the usual budget where there is none.</summary>
    public LiveReadOptions WithUsualPause() => this with
    {
        PauseBudget = PauseBudget ?? (Insights is null && Retention is null ? UsualPause : UsualPauseForQuestions),
    };

    /// <summary>Longest time for the whole look.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often to attach when a collection is running; at least 1.</summary>
    public int MaxAttempts { get; init; } = 20;
}
