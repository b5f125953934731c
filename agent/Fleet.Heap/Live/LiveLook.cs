using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Naming;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>One look at a live process: hold, walk, let go; again when a collection was in the way.</summary>
internal sealed class LiveLook(ILiveTarget target, LiveReadOptions options, IProgress<HeapReadProgress>? progress)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private TimeSpan _paused;
    private TimeSpan _walked;

    /// <summary>Takes it.</summary>
    /// <exception cref="HeapReadException">No attempt came to an end.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, or the caller gave up.</exception>
    public HeapSummary Take(CancellationToken cancellationToken)
    {
        var walker = new HeapWalker(options.Threads);
        (HeapStructure Structure, WalkResult Walk)? best = null;
        Exception? trouble = null;
        var attempt = 0;
        for (var wait = ShortestWait; attempt < Math.Max(1, options.MaxAttempts); wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            if (attempt++ > 0)
                cancellationToken.WaitHandle.WaitOne(wait);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (Attempt(walker, cancellationToken) is not { } found)
                {
                    ThrowIfEnded();
                    continue;
                }

                if (best is null || found.Walk.BytesLost < best.Value.Walk.BytesLost)
                    best = found;
                if (found.Walk.IsComplete)
                    break;
            }
            catch (Exception e) when (e is ClrDiagnosticsException or IOException or InvalidOperationException)
            {
                ThrowIfEnded();
                trouble = e;
            }
        }

        return best is { } result ? Summarise(result.Structure, result.Walk, attempt, cancellationToken) : throw NeverWalked(attempt, trouble);
    }

    private (HeapStructure Structure, WalkResult Walk)? Attempt(HeapWalker walker, CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.PauseBudget is { } longest)
            budget.CancelAfter(longest);

        IHold? hold = null;
        try
        {
            hold = target.Hold(budget.Token);
            var structure = HeapStructure.Read(target.Runtime);
            if (!structure.CanWalk || structure.Plan.Ranges.Count == 0)
                return null; // a collection runs, or the runtime is only starting

            var since = Stopwatch.GetTimestamp();
            var walk = walker.Walk(target.Memory, structure.Plan, progress, budget.Token);
            _walked = Stopwatch.GetElapsedTime(since);
            return (structure, walk);
        }
        catch (HeapReadException gone) when (gone.Failure == HeapReadFailure.ProcessGone)
        {
            throw LiveFailures.EndedMeanwhile(target.Process.Pid); // it was there when it was opened
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HeapReadException(
                HeapReadFailure.PauseBudgetExceeded,
                string.Create(CultureInfo.InvariantCulture, $"process {target.Process.Pid} would have stood still for longer than the {options.PauseBudget?.TotalMilliseconds:F0} ms allowed; the look was given up, allow more or take a dump"));
        }
        finally
        {
            hold?.Dispose();
            _paused += hold?.Paused ?? TimeSpan.Zero;
        }
    }

    // What a process that is gone says of its heap is nothing, or nonsense.
    private void ThrowIfEnded()
    {
        if (!target.IsAlive)
            throw LiveFailures.EndedMeanwhile(target.Process.Pid);
    }

    private HeapSummary Summarise(HeapStructure structure, WalkResult walk, int attempts, CancellationToken cancellationToken)
    {
        var summary = HeapSummaries.Of(target.Process, "live", target.Runtime, structure, walk, cancellationToken);
        if (!summary.Complete)
            ThrowIfEnded();
        return summary with { PauseMs = _paused.TotalMilliseconds, WalkMs = _walked.TotalMilliseconds, Attempts = attempts };
    }

    private HeapReadException NeverWalked(int attempts, Exception? trouble) => trouble is null
        ? new HeapReadException(
            HeapReadFailure.CollectionRunning,
            $"process {target.Process.Pid} was collecting garbage each of the {attempts} times it was looked at; try again, or take a dump")
        : new HeapReadException(
            HeapReadFailure.RuntimeUnreadable,
            $"the heap of process {target.Process.Pid} could not be understood ({trouble.Message}); try again, or take a dump", trouble);
}
