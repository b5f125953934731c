using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Looks.Worker;

/// <summary>
/// Sees that a worker was stopped by a signal. It does nothing any more, not even keep its deadline, and every other look waits for it. On Linux;
/// elsewhere nothing is seen.
/// </summary>
/// <param name="worker">Process id.</param>
/// <param name="longest">How long it may be stopped.</param>
/// <param name="time">The clock.</param>
internal sealed class StoppedWorker(int worker, TimeSpan longest, TimeProvider time)
{
    private readonly Lasting _stopped = new(longest, time);

    /// <summary>True when the worker was stopped, whenever this was called, for longer than it may.</summary>
    public bool IsTooLong() =>
        _stopped.IsTooLong(OperatingSystem.IsLinux() && ProcStatus.Read($"/proc/{worker}/status") is { IsStopped: true });
}
