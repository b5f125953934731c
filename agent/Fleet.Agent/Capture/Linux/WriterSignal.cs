using System.Globalization;

namespace Fleet.Agent.Capture.Linux;

/// <summary>What a signal that ended the writer of a dump means (signal(7)), and what to do.</summary>
internal static class WriterSignal
{
    /// <summary>Number, name, cause and remedy; the end of a line.</summary>
    public static string Say(int signal) => signal switch
    {
        9 => "9 (SIGKILL), by hand or by the kernel for want of memory; see in 'dmesg' which, that the node or container has memory to spare, and ask again",
        25 => "25 (SIGXFSZ): the process may not write files that large; raise its limit (ulimit -f, LimitFSIZE=) or ask for a smaller kind",
        4 => Crashed("4 (SIGILL)"),
        6 => Crashed("6 (SIGABRT)"),
        7 => Crashed("7 (SIGBUS)"),
        8 => Crashed("8 (SIGFPE)"),
        11 => Crashed("11 (SIGSEGV)"),
        1 => Ended("1 (SIGHUP)"),
        2 => Ended("2 (SIGINT)"),
        3 => Ended("3 (SIGQUIT)"),
        15 => Ended("15 (SIGTERM)"),
        _ => Ended(signal.ToString(CultureInfo.InvariantCulture)),
    };

    private static string Crashed(string signal) => $"{signal}, that is, it crashed; ask for another kind of dump, or take one with gcore on the node";

    private static string Ended(string signal) => $"{signal}; find who sent it, and ask again";
}
