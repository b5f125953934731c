using System.Runtime.InteropServices;

namespace Fleet.Heap;

/// <summary>The last resort of a look that can't let its process go.</summary>
public static partial class OwnEnd
{
    private const nint ThisProcess = -1;

    /// <summary>
    /// Ends this program at once: an orderly end might wait for the very thing that hangs, while the kernel lets the process go when we are
    /// gone. For hosts, when <see cref="LiveReadOptions.WhenStuck"/> calls and they have said why.
    /// </summary>
    /// <param name="exitCode">0 to 255.</param>
    public static void AtOnce(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            TerminateProcess(ThisProcess, (uint)exitCode);
        else
            End(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void End(int status);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
