namespace Fleet.EndToEnd.Tests;

/// <summary>What the kernel says of a process.</summary>
internal static class ProcessState
{
    /// <summary>The state letter of every thread: <c>t</c> is stopped by a tracer, <c>T</c> by a signal.</summary>
    public static IReadOnlyList<char> OfThreads(int pid)
    {
        List<char> states = [];
        foreach (var task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(task, "stat"));
                states.Add(stat[stat.LastIndexOf(')') + 2]);
            }
            catch (IOException)
            {
                // The thread ended while we looked.
            }
        }

        return states;
    }

    /// <summary>Whether any thread of it is stopped.</summary>
    public static bool IsStopped(int pid) => OfThreads(pid).Any(state => state is 't' or 'T');
}
