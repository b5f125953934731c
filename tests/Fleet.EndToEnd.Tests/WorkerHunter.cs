using System.Diagnostics;
using System.Globalization;

namespace Fleet.EndToEnd.Tests;

/// <summary>Finds the heap workers of an agent, to kill them in mid-walk. Linux.</summary>
internal static class WorkerHunter
{
    /// <summary>
    /// Kills the next heap worker that the agent starts, after a moment of its life. Workers live for a fraction of a second and nobody says
    /// that one starts; the kernel tells only who may listen to all processes. So its list of children is read again and again.
    /// </summary>
    public static async Task<int> KillNextAsync(int agentPid, TimeSpan afterItsStart, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var pid in Children(agentPid))
            {
                // No wait for something to happen: the moment of death is what the test varies.
                await Task.Delay(afterItsStart, cancellationToken);
                if (TryKill(pid))
                    return pid;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }

    private static List<int> Children(int pid)
    {
        List<int> children = [];
        try
        {
            foreach (var task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                foreach (var child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    children.Add(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }
        catch (IOException)
        {
            // A thread, or the agent itself, ended while we looked.
        }

        return children;
    }

    private static bool TryKill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
