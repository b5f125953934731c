namespace Fleet.Agent.Targets.Linux;

/// <summary>Whether somebody traces a process already. Only one may at a time, and looks and dumps both have to.</summary>
internal static class TracedBy
{
    /// <summary>One line that names the tracer, the same that a look gives; null when there is none.</summary>
    public static string? Refusal(int pid)
    {
        if (ProcStatus.Read($"/proc/{pid}/status") is not { Tracer: not 0 and var thread })
            return null;

        var tracer = ProcStatus.Read($"/proc/{thread}/status") is { ThreadGroup: not 0 and var process } ? process : thread;
        return $"process {pid} is already traced by process {tracer} (a debugger or another look); wait until it lets go";
    }
}
