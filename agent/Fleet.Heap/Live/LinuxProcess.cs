using System.Globalization;

namespace Fleet.Heap.Live;

/// <summary>What /proc says of a process.</summary>
internal static class LinuxProcess
{
    /// <summary>False for one that never was, is gone, or is only waiting to be reaped.</summary>
    public static bool IsAlive(int pid) => State($"/proc/{pid}/stat") is not (null or 'Z' or 'X');

    /// <summary>False for a thread that has ended.</summary>
    public static bool IsAlive(int pid, int thread) => State($"/proc/{pid}/task/{thread}/stat") is not (null or 'Z' or 'X');

    /// <summary>True for a thread that waits for something and can be interrupted, which is to say that it does nothing.</summary>
    public static bool Sleeps(int pid, int thread) => State($"/proc/{pid}/task/{thread}/stat") == 'S';

    /// <summary>Name of a thread, at most 15 characters; null when it has ended.</summary>
    public static string? NameOf(int pid, int thread)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/task/{thread}/comm").TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The process that traces this one; null when none does.</summary>
    public static int? TracerOf(int pid) => StatusNumber(pid, "TracerPid:") is { } tracer and not 0
        ? StatusNumber(tracer, "Tgid:") ?? tracer // what is named is a thread
        : null;

    /// <summary>Ids of its threads at this moment; none when it is gone.</summary>
    public static List<int> Threads(int pid)
    {
        var threads = new List<int>();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories($"/proc/{pid}/task"))
                if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var thread))
                    threads.Add(thread);
        }
        catch (IOException)
        {
            threads.Clear();
        }

        return threads;
    }

    private static int? StatusNumber(int pid, string key)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{pid}/status"))
            {
                if (line.StartsWith(key, StringComparison.Ordinal)
                    && int.TryParse(line.AsSpan(key.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // gone or not ours: then nothing is known
        }

        return null;
    }

    private static char? State(string file)
    {
        try
        {
            var stat = File.ReadAllText(file);
            // The name stands in brackets and may hold anything, brackets too; the state follows the last one.
            var close = stat.LastIndexOf(')');
            return close >= 0 && close + 2 < stat.Length ? stat[close + 2] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
