using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Looks.Worker;

/// <summary>
/// Sees that a worker holds its target for longer than it may. A worker keeps its budget by itself, unless it can't: it may be stopped, swapped
/// out, or starved of processor time while the target stands still. On Linux; elsewhere nothing is seen.
/// </summary>
/// <param name="target">Process id.</param>
/// <param name="tracer">Process id of the worker.</param>
/// <param name="longest">How long at a stretch it may be held.</param>
/// <param name="time">The clock.</param>
internal sealed class HeldTarget(int target, int tracer, TimeSpan longest, TimeProvider time)
{
    private long _since;

    /// <summary>True when the target was held by the worker, whenever this was called, for longer than it may.</summary>
    public bool IsTooLong()
    {
        if (!OperatingSystem.IsLinux() || ProcStatus.Read($"/proc/{target}/status") is not { IsInTracingStop: true } status || status.Tracer != tracer)
        {
            _since = 0;
            return false;
        }

        if (_since == 0)
            _since = time.GetTimestamp();
        return time.GetElapsedTime(_since) > longest;
    }
}
