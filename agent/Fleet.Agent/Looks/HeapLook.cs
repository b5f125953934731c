using Fleet.Agent.Looks.Holders;
using Fleet.Agent.Looks.Worker;
using Fleet.Agent.Spool;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Uplink;
using Fleet.Agent.Watch;
using Fleet.Contracts.Heap;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Looks;

/// <summary>One look: a heap worker reads the heap, the summary goes to the spool. Whatever goes wrong becomes one line.</summary>
internal sealed partial class HeapLook(
    TargetSet targets,
    IProcessTable processes,
    HeapWorker worker,
    MemoryWatch memory,
    HostedProtocols hosting,
    SummarySpool spool,
    UplinkOutbox outbox,
    RefusedLooks refused,
    HeapSizes sizes,
    TimeProvider time,
    ILogger<HeapLook> logger) : IHeapLook
{
    /// <inheritdoc/>
    public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
    {
        var instance = request.Instance;
        if (targets.Find(instance) is not { } target || !processes.IsRunning(instance.Pid, instance.StartedAt) || memory.Sample(target) is not { } sample)
            return Fail(request, $"process {instance.Pid} started {instance.StartedAt:O} does not run any more; see which instances do");
        if (target.Runtime.UnreadableReason.Length > 0)
            return Fail(request, target.Runtime.UnreadableReason);

        // A look whose summary can't be kept would stop the target for nothing.
        if (spool.Refusal is { } refusal)
            return Fail(request, $"not looked: {refusal}");

        var result = await worker.RunAsync(instance.Pid, processes.StartedByClock(instance.StartedAt), target.Runtime.Bits, cancellationToken);
        if (result.Summary is not { } heap)
        {
            if (result.Failure is WorkerFailure.NoPermission or WorkerFailure.NotDotNet)
                refused.Refuse(instance, result.Line);
            return Fail(request, result.Line);
        }

        refused.Allow(instance);
        sizes.Note(instance, heap.Objects);
        return Keep(request, target, sample, heap);
    }

    private LookOutcome Keep(LookRequest request, TargetProcess target, MemorySample sample, HeapSummary heap)
    {
        var summary = new InstanceSummary
        {
            Instance = request.Instance,
            TakenAt = Milliseconds(time.GetUtcNow()),
            Trigger = request.Trigger,
            Protocols = hosting.Of(request.Instance.Pid, request.Instance.StartedAt),
            Memory = sample,
            Heap = heap,
            CommandId = request.CommandId.Length > 0 ? request.CommandId : null,
        };
        try
        {
            var sequence = spool.Append(summary);
            LogTaken(target.Process.Name, request.Instance.Pid, request.Trigger, heap.Objects, heap.Bytes, heap.PauseMs, sequence);
            return new LookOutcome(true, $"{heap.Objects} objects, {heap.Bytes} bytes, {heap.Types.Count} types, paused {heap.PauseMs:F0} ms");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(request, $"the summary can't be kept in the spool: {exception.Message}");
        }
    }

    private LookOutcome Fail(LookRequest request, string reason)
    {
        LogFailed(request.Instance.Pid, request.Trigger, reason);
        outbox.Post(new FailedLook(request.Instance, time.GetUtcNow(), reason, request.CommandId));
        return new LookOutcome(false, reason);
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
}
