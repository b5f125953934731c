namespace Fleet.Contracts.Wording;

/// <summary>Why a process can't be read or dumped that somebody traces: only one may at a time.</summary>
public static class TracedProcess
{
    /// <summary>One line, what and what to do.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="tracer">Id of the process that traces it.</param>
    public static string Refusal(int pid, int tracer) =>
        $"process {pid} is already traced by process {tracer} (a debugger or another look); wait until it lets go";
}
