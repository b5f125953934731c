using Fleet.Agent.Looks.Worker;
using Fleet.Agent.Targets;
using Fleet.Contracts.Codec;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks.Holders;

/// <summary>
/// Asks one heap who holds the objects of a type. The process stands still for longer than at an ordinary look, so there is a budget of
/// its own; what does not fit into it is refused beforehand if that can be known, and given up at the bound else.
/// </summary>
internal sealed partial class HolderLook(
    TargetSet targets,
    IProcessTable processes,
    HeapWorker worker,
    HeapSizes sizes,
    IOptions<LookOptions> options,
    TimeProvider time,
    ILogger<HolderLook> logger) : IHeapLook
{
    /// <inheritdoc/>
    public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
    {
        var instance = request.Instance;
        var longest = options.Value.MaxRetentionPause;
        if (targets.Find(instance) is not { } target || !processes.IsRunning(instance.Pid, instance.StartedAt))
            return Fail(request, $"process {instance.Pid} started {instance.StartedAt:O} does not run any more");
        if (target.Runtime.UnreadableReason.Length > 0)
            return Fail(request, target.Runtime.UnreadableReason);
        if (HolderBudget.Refusal(sizes.ObjectsOf(instance), longest) is { } refusal)
            return Fail(request, refusal);

        var question = new HolderQuestion(request.HoldersOf!.Value, longest);
        var result = await worker.RunAsync(instance.Pid, processes.StartedByClock(instance.StartedAt), target.Runtime.Bits, cancellationToken, question);
        if (result.Summary is not { } heap)
            return Fail(request, result.Failure == WorkerFailure.OverBudget ? HolderBudget.Exceeded(longest) : result.Line);

        sizes.Note(instance, heap.Objects);
        if (heap.Retention is not { } report)
            return Fail(request, "the heap worker did not say who holds what; install the one that came with this agent");

        LogAnswered(target.Process.Name, instance.Pid, question.Type.Name, report.Paths.Count, heap.PauseMs);
        return new LookOutcome(true, $"{report.Paths.Count} paths, paused {heap.PauseMs:F0} ms", report.ToWire(time.GetUtcNow(), heap.PauseMs));
    }

    private LookOutcome Fail(LookRequest request, string reason)
    {
        LogFailed(request.Instance.Pid, request.HoldersOf!.Value.Name, reason);
        return new LookOutcome(false, reason);
    }

    [LoggerMessage(1310, LogLevel.Information, "Asked {Name} (pid {Pid}) who holds {Type}: {Paths} paths, paused {PauseMs:F1} ms")]
    private partial void LogAnswered(string name, int pid, string type, int paths, double pauseMs);

    [LoggerMessage(1311, LogLevel.Warning, "Pid {Pid} was not asked who holds {Type}: {Reason}")]
    private partial void LogFailed(int pid, string type, string reason);
}
