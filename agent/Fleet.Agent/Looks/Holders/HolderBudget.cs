using System.Globalization;

namespace Fleet.Agent.Looks.Holders;

/// <summary>Whether following all references of a heap is worth the time that its process stands still for it. Pure.</summary>
internal static class HolderBudget
{
    /// <summary>
    /// Seconds an object, the walk and the roots among it: twice what a release build of the worker took, 3.4 s for 37 million. A
    /// question that is given up at its bound was a pause for nothing. A debug build takes 0.24 to 0.3 µs an object.
    /// </summary>
    private const double SecondsPerObject = 0.2e-6;

    /// <summary>Why it is not asked; null when it is.</summary>
    /// <param name="objects">On the heap; null when not known, then the bound alone must do.</param>
    /// <param name="longest">How long the process may stand still; zero: never.</param>
    public static string? Refusal(long? objects, TimeSpan longest)
    {
        if (longest == TimeSpan.Zero)
            return "not asked, this node suspends no process for it; allow it with Looks:MaxRetentionPause";

        var seconds = objects * SecondsPerObject;
        return seconds > longest.TotalSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"not asked, the process would be suspended for about {Rounded(seconds.Value)} s; allow it with Looks:MaxRetentionPause (now {longest.TotalSeconds:0.###} s) on its node")
            : null;
    }

    /// <summary>The line for a look that was given up because it took longer than it may.</summary>
    public static string Exceeded(TimeSpan longest) => string.Create(
        CultureInfo.InvariantCulture,
        $"given up, the process would have been suspended for longer than {longest.TotalSeconds:0.###} s; allow it with Looks:MaxRetentionPause on its node, or take a dump");

    private static string Rounded(double seconds) => seconds.ToString(seconds < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
