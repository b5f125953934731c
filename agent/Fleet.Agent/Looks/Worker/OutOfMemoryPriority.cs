namespace Fleet.Agent.Looks.Worker;

/// <summary>Which process the kernel ends first when memory runs out.</summary>
internal static class OutOfMemoryPriority
{
    private const string EndFirst = "1000";

    /// <summary>Puts a heap worker before everything else on the machine: a look is never worth a target.</summary>
    public static void First(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            File.WriteAllText($"/proc/{pid}/oom_score_adj", EndFirst);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended already, or a container forbids it: the look goes on without.
        }
    }
}
