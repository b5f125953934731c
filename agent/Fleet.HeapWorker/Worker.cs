using Fleet.Contracts.Heap;
using Fleet.Heap;
using Fleet.Heap.Insights;

namespace Fleet.HeapWorker;

/// <summary>One look: a summary on the output and 0, or one line of error and a code.</summary>
internal static class Worker
{
    public static async Task<WorkerExit> RunAsync(
        WorkerArguments arguments, Stream output, TextWriter errors, CancellationToken parentGone)
    {
        try
        {
            var summary = Read(arguments, errors, parentGone);
            await HeapSummaryJson.WriteAsync(output, summary, parentGone);
            return WorkerExit.Done;
        }
        catch (HeapReadException failure)
        {
            await errors.WriteLineAsync(failure.Message);
            return ExitOf(failure.Failure);
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("given up: the process that asked for this look is gone");
            return WorkerExit.Failed;
        }
        catch (IOException failure)
        {
            await errors.WriteLineAsync($"the summary could not be handed over: {failure.Message}");
            return WorkerExit.Failed;
        }
    }

    private static HeapSummary Read(WorkerArguments arguments, TextWriter errors, CancellationToken cancellationToken)
    {
        var insights = arguments.Insights ? new InsightsOptions { IncludeText = arguments.InsightsText } : null;
        if (arguments.Dump is { } dump)
        {
            var options = new DumpReadOptions();
            options = options with { Threads = arguments.Threads ?? options.Threads, Insights = insights, Retention = arguments.Retention };
            return HeapReader.ReadDump(dump, options, null, cancellationToken);
        }

        var live = new LiveReadOptions();
        live = live with
        {
            StartedAt = arguments.StartedAt,
            PauseBudget = arguments.PauseBudget,
            Overrun = arguments.Overrun,
            ConcurrentFrom = arguments.ConcurrentFrom ?? live.ConcurrentFrom,
            Verify = arguments.Verify,
            Deadline = arguments.Deadline ?? live.Deadline,
            Threads = arguments.Threads ?? live.Threads,
            Insights = insights,
            Retention = arguments.Retention,
            WhenStuck = insights is null && arguments.Retention is null ? null : Stuck,
        };
        return HeapReader.ReadLive(arguments.Pid, live.WithUsualPause(), null, cancellationToken);

        void Stuck(string line)
        {
            errors.WriteLine(line);
            OwnEnd.AtOnce((int)WorkerExit.TooLong);
        }
    }

    private static WorkerExit ExitOf(HeapReadFailure failure) => failure switch
    {
        HeapReadFailure.ProcessGone or HeapReadFailure.MidWalkExit => WorkerExit.ProcessGone,
        HeapReadFailure.NotDotNet => WorkerExit.NotDotNet,
        HeapReadFailure.NoPermission => WorkerExit.NoPermission,
        HeapReadFailure.DeadlineExceeded or HeapReadFailure.PauseBudgetExceeded => WorkerExit.TooLong,
        _ => WorkerExit.Failed,
    };
}
