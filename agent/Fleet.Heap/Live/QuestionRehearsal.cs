using System.Globalization;
using Fleet.Heap.Retention.Roots;
using Fleet.Heap.Structure;

namespace Fleet.Heap.Live;

/// <summary>
/// Asks everything but stacks of a process while it runs, before it is asked while it stands still. The answers are of no moment and forgotten. But
/// by then our code is compiled and types have their names, which takes most of the time, and what takes too long is known to before
/// anything stands still for it.
/// </summary>
internal static class QuestionRehearsal
{
    // What is asked for the first time takes so much longer.
    private const int Slower = 2;
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WithoutBudget = TimeSpan.FromSeconds(10);

    /// <summary>How long a rehearsal may take; what takes longer takes longer than its budget, too.</summary>
    public static TimeSpan LongestFor(TimeSpan? budget) => budget * Slower + Compiling ?? WithoutBudget;

    /// <summary>Asks.</summary>
    /// <param name="target">The process.</param>
    /// <param name="questions">What to ask.</param>
    /// <param name="budget">How long it may stand still for it later; null: as long as it takes.</param>
    /// <param name="longest">How long this may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HeapReadException">It would stand still for too long, or has ended.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, or the caller gave up.</exception>
    public static void Run(LinuxTarget target, HeldQuestions questions, TimeSpan? budget, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            // A collection that runs is waited for; after some, the one that counts may find the heap as it should be.
            foreach (var _ in Attempts.UpTo(8, limit.Token))
            {
                if (target.Glance() is not { CanWalk: true, Plan.Ranges.Count: > 0 } structure)
                    continue;

                questions.Rehearse(new StillHeap(target.Runtime, target.Memory, structure), limit.Token);
                return;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (budget is { } allowed)
                throw TooLong(target.Process.Pid, allowed, longest);
        }
        catch (Exception e) when (RootReader.IsDamage(e))
        {
            LiveFailures.ThrowIfEnded(target); // what runs need not make sense
        }
    }

    private static HeapReadException TooLong(int pid, TimeSpan allowed, TimeSpan took) => new(
        HeapReadFailure.PauseBudgetExceeded,
        string.Create(CultureInfo.InvariantCulture, $"process {pid} would have stood still for longer than the {allowed.TotalMilliseconds:F0} ms allowed: the same took more than {took.TotalMilliseconds:F0} ms while it ran; it was not held, allow more or take a dump"));
}
