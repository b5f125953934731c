using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HeapShapes;

/// <summary>What a process does with other programs: it starts them, or becomes one.</summary>
internal static partial class OtherPrograms
{
    /// <summary>Starts one after the other, for ever; ends this process should one of them not do its work.</summary>
    public static void StartForEver() => new Thread(() =>
    {
        while (true)
        {
            using var started = Process.Start("/bin/true");
            started.WaitForExit();
            if (started.ExitCode != 0)
                Environment.FailFast($"/bin/true ended with {started.ExitCode}");
        }
    })
    { IsBackground = true }.Start();

    /// <summary>This process goes on as <c>sleep</c>, with the same id.</summary>
    public static string Become()
    {
        string?[] arguments = ["sleep", "600", null];
        _ = execve("/bin/sleep", arguments, [null]);
        return $"execve failed with {Marshal.GetLastPInvokeError()}";
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execve(string path, string?[] arguments, string?[] environment);
}
