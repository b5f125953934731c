using System.Diagnostics;

namespace Fleet.Heap;

/// <summary>The last resort of a look that can't let its process go.</summary>
public static class OwnEnd
{
    /// <summary>
    /// Says why on standard error and ends this program at once: an orderly end might wait for the very thing that hangs, while the kernel lets
    /// the process go when we are gone. For <see cref="LiveReadOptions.WhenStuck"/>.
    /// </summary>
    /// <param name="line">One line.</param>
    public static void AtOnce(string line)
    {
        Console.Error.WriteLine(line);
        using var own = Process.GetCurrentProcess();
        own.Kill();
    }
}
