using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Looks.Worker;

/// <summary>
/// Sees that a worker holds its target for longer than it may. A worker keeps its budget by itself, unless it can't: it may be stopped, swapped
/// out, or starved of processor time while the target stands still. On Linux; elsewhere nothing is seen.
/// </summary>
/// <param name="target">Process id.</param>
/// <param name="worker">Its process id.</param>
/// <param name="longest">How long at a stretch it may be held.</param>
/// <param name="time">The clock.</param>
internal sealed class HeldTarget(int target, int worker, TimeSpan longest, TimeProvider time)
{
    private readonly Lasting _held = new(longest, time);

    /// <summary>True when the target was held by the worker, whenever this was called, for longer than it may.</summary>
    public bool IsTooLong() => _held.IsTooLong(IsHeld());

    // The tracer is a thread: the one of the worker that attached.
    private bool IsHeld() =>
        OperatingSystem.IsLinux()
        && ProcStatus.Read($"/proc/{target}/status") is { IsInTracingStop: true } status
        && Directory.Exists($"/proc/{worker}/task/{status.Tracer}");
}
