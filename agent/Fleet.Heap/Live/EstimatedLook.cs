using System.Diagnostics;
using Fleet.Heap.Live.Collections;
using Fleet.Heap.Live.Tenured;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Live;

/// <summary>
/// Reads everything while the process runs, which never stands still. What programs change meanwhile, and what a collection may have
/// changed, is stated as the error.
/// </summary>
internal sealed class EstimatedLook(LinuxTarget target, LiveReadOptions options, HeapWalker walker, IProgress<HeapReadProgress>? progress)
{
    /// <summary>Takes it.</summary>
    /// <exception cref="HeapReadException">The process ended, or no moment was found in which its heap made sense.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, or the caller gave up.</exception>
    public LiveWalk Take(CancellationToken cancellationToken)
    {
        var attempts = 0;
        foreach (var attempt in Attempts.UpTo(options.MaxAttempts, cancellationToken))
        {
            attempts = attempt;
            LiveFailures.ThrowIfEnded(target);
            using var witness = CollectionWitness.TryBegin(target.Process.Pid);
            var since = Stopwatch.GetTimestamp();
            if (target.Glance() is not { Plan.Ranges.Count: > 0 } glance)
                continue;

            var walk = walker.Walk(target.Memory, glance.Plan, progress, cancellationToken);
            var oldest = witness?.Conclude() is { } heard
                ? CollectionRecord.Of(heard, witness.AsleepAtFirst)?.OldestSince(since, Stopwatch.GetTimestamp()) ?? 2
                : 2;
            return new LiveWalk(glance, walk, null, new LookCost(HeapReadMethod.Estimate)
            {
                Attempts = attempt,
                Walked = Stopwatch.GetElapsedTime(since),
                ErrorBytes = ErrorOf(glance, oldest),
            });
        }

        throw LiveFailures.NeverWalked(target.Process.Pid, attempts, null);
    }

    // Young memory and that of large objects is programs' to change at any time; tenured memory only a collection's.
    private static long ErrorOf(HeapStructure structure, int oldestCollected) => structure.Plan.Ranges
        .Where(range => oldestCollected > 0 || !TenuredCounts.IsTenured(range.Generation))
        .Sum(range => range.Length);
}
