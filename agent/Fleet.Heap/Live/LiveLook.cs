using Fleet.Contracts.Heap;
using Fleet.Heap.Counting;
using Fleet.Heap.Live.Tenured;
using Fleet.Heap.Naming;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Live;

/// <summary>One look at a live process, by the way that disturbs it least.</summary>
internal sealed class LiveLook(ILiveTarget target, LiveReadOptions options, IProgress<HeapReadProgress>? progress)
{
    private readonly HeapWalker _walker = new(options.Threads);

    /// <summary>Takes it.</summary>
    /// <exception cref="HeapReadException">No attempt came to an end.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, or the caller gave up.</exception>
    public HeapSummary Take(CancellationToken cancellationToken)
    {
        try
        {
            return TakeWhileAlive(cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or HeapReadException { Failure: HeapReadFailure.MidWalkExit }) && !target.IsAlive)
        {
            throw LiveFailures.EndedMeanwhile(target.Process.Pid, e); // what was read of it last was nothing, or nonsense
        }
    }

    private HeapSummary TakeWhileAlive(CancellationToken cancellationToken)
    {
        HeldCounts.Rehearse();
        var questions = HeldQuestions.Of(options);
        var walked = Walk(questions, cancellationToken);
        var cost = walked.Cost;
        var summary = (walked.Document ?? Document(walked, cancellationToken)) with
        {
            Method = cost.Method,
            PauseMs = cost.Paused.TotalMilliseconds,
            LongestPauseMs = cost.LongestPause.TotalMilliseconds,
            WalkMs = cost.Walked.TotalMilliseconds,
            Attempts = cost.Attempts,
        };
        summary = questions is null ? summary : Answered(questions, summary);
        return cost.ErrorBytes is { } error ? Estimates.Mark(summary, error) : summary;
    }

    private HeapSummary Answered(HeldQuestions questions, HeapSummary summary)
    {
        try
        {
            return questions.Answered(summary);
        }
        catch (Exception e) when (RuntimeTrouble.Is(e))
        {
            throw LiveFailures.NotAnswered(target.Process.Pid, e);
        }
    }

    private HeapSummary Document(LiveWalk walked, CancellationToken cancellationToken)
    {
        target.Runtime.FlushCachedData(); // the process ran on: what is asked now is of now
        var summary = HeapSummaries.Of(target.Process, "live", target.Runtime, walked.Structure, walked.Walk, cancellationToken);
        if (!summary.Complete || summary.Types.Any(row => row.Name == TypeNames.Unloaded.Name))
            LiveFailures.ThrowIfEnded(target);
        return summary with { Details = walked.Counts?.Finish(target.Runtime, walked.Walk, target.Process, cancellationToken) };
    }

    private LiveWalk Walk(HeldQuestions? questions, CancellationToken cancellationToken)
    {
        var suspended = new SuspendedLook(target, options, _walker, progress);
        // Everything that is asked besides the histogram is asked of a heap that stands still.
        if (questions is not null || target is not LinuxTarget running)
        {
            if (questions is not null && target is LinuxTarget asked)
                QuestionRehearsal.Run(asked, questions, BudgetOf(options), QuestionRehearsal.LongestFor(BudgetOf(options)), cancellationToken);
            return suspended.Take(BudgetOf(options), questions, cancellationToken);
        }

        try
        {
            // The first glance is for us too: it finds our code compiled and the library loaded, before anything stands still for it.
            var tenured = running.Glance()?.Plan.Ranges.Where(range => TenuredCounts.IsTenured(range.Generation)).Sum(range => range.Length) ?? 0;
            var concurrent = tenured >= options.ConcurrentFrom
                ? new ConcurrentLook(running, options, _walker, Document, progress).Take(new LookCost(HeapReadMethod.Concurrent), cancellationToken)
                : null;
            return concurrent ?? suspended.Take(BudgetOf(options), null, cancellationToken);
        }
        catch (HeapReadException e) when (e.Failure == HeapReadFailure.PauseBudgetExceeded && options.Overrun == PauseOverrun.Estimate)
        {
            return new EstimatedLook(running, options, _walker, progress).Take(cancellationToken);
        }
    }

    private static TimeSpan? BudgetOf(LiveReadOptions options) => options.Overrun == PauseOverrun.Exceed ? null : options.PauseBudget;
}
