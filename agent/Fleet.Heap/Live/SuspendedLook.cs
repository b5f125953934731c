using System.Diagnostics;
using Fleet.Heap.Counting;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>Hold, walk everything, let go; again when a collection was in the way.</summary>
internal sealed class SuspendedLook(ILiveTarget target, LiveReadOptions options, HeapWalker walker, IProgress<HeapReadProgress>? progress)
{
    /// <summary>Takes it.</summary>
    /// <param name="budget">Longest single hold; null for as long as it takes.</param>
    /// <param name="questions">Asked of the heap while it stands still, once it is walked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HeapReadException">No attempt came to an end.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, or the caller gave up.</exception>
    public LiveWalk Take(TimeSpan? budget, HeldQuestions? questions, CancellationToken cancellationToken)
    {
        var cost = new LookCost(target.Method);
        LiveWalk? best = null;
        Exception? trouble = null;
        foreach (var attempt in Attempts.UpTo(options.MaxAttempts, cancellationToken))
        {
            cost.Attempts = attempt;
            try
            {
                if (Attempt(cost, budget, questions, cancellationToken) is not { } found)
                {
                    LiveFailures.ThrowIfEnded(target);
                    continue;
                }

                if (best is null || found.Walk.BytesLost < best.Walk.BytesLost)
                    best = found;
                // Questions take long: the process does not stand still for them twice when the answer, too, says what it lacks.
                if (found.Walk.IsComplete || (questions is not null && budget is not null))
                    break;
            }
            catch (Exception e) when (e is ClrDiagnosticsException or IOException or InvalidOperationException)
            {
                LiveFailures.ThrowIfEnded(target);
                trouble = e;
            }
        }

        return best ?? throw LiveFailures.NeverWalked(target.Process.Pid, cost.Attempts, trouble);
    }

    private LiveWalk? Attempt(LookCost cost, TimeSpan? budget, HeldQuestions? questions, CancellationToken cancellationToken)
    {
        using var pause = new Pause(budget, cancellationToken, options.WhenStuck);
        IHold? hold = null;
        try
        {
            hold = target.Hold(questions is not null, pause.Begin().Token);
            var structure = hold.ReadStructure();
            if (!structure.CanWalk || structure.Plan.Ranges.Count == 0)
                return null; // a collection runs, or the runtime is only starting

            var since = Stopwatch.GetTimestamp();
            var walk = walker.Walk(target.Memory, structure.Plan, progress, pause.Token);
            cost.Walked = Stopwatch.GetElapsedTime(since);
            var heap = new StillHeap(target.Runtime, target.Memory, structure) { ThreadsStandStill = hold.ThreadsStandStill };
            var counts = HeldCounts.Take(heap, HeldCounts.LongestInHold, pause.Token);
            if (questions is not null)
                Ask(questions, heap with { Left = pause.Left }, pause.Token);
            return new LiveWalk(structure, walk, counts, cost);
        }
        catch (HeapReadException gone) when (gone.Failure == HeapReadFailure.ProcessGone)
        {
            throw LiveFailures.EndedMeanwhile(target.Process.Pid); // it was there when it was opened
        }
        catch (OperationCanceledException) when (pause.IsSpent)
        {
            throw pause.Exceeded(target.Process);
        }
        finally
        {
            hold?.Dispose();
            cost.Add(hold?.Paused ?? TimeSpan.Zero);
        }
    }

    // A walk that fails is tried again in a moment. Questions take long: the process does not stand still for them twice.
    private void Ask(HeldQuestions questions, StillHeap heap, CancellationToken cancellationToken)
    {
        try
        {
            questions.Ask(heap, cancellationToken);
        }
        catch (Exception e) when (e is ClrDiagnosticsException or IOException or InvalidOperationException)
        {
            LiveFailures.ThrowIfEnded(target);
            throw LiveFailures.NotAnswered(target.Process.Pid, e);
        }
    }
}
