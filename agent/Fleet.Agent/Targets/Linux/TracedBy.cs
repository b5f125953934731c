using Fleet.Contracts.Wording;

namespace Fleet.Agent.Targets.Linux;

/// <summary>Whether somebody traces a process already. Only one may at a time, and looks and dumps both have to.</summary>
internal static class TracedBy
{
    /// <summary>One line that names the tracer; null when there is none.</summary>
    public static string? Refusal(int pid)
    {
        if (ProcStatus.Read($"/proc/{pid}/status") is not { Tracer: not 0 and var thread })
            return null;

        var tracer = ProcStatus.Read($"/proc/{thread}/status") is { ThreadGroup: not 0 and var process } ? process : thread;
        return TracedProcess.Refusal(pid, tracer);
    }
}
