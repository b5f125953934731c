using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Capture.Linux;

/// <summary>Lends a directory to the process that writes its dump into it.</summary>
[SupportedOSPlatform("linux")]
internal static partial class DumpDirectory
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Gives the directory to the process's user, and makes sure that the process sees the same directory.</summary>
    /// <exception cref="DumpException">It does not, or the directory can't be given away.</exception>
    public static void HandOver(string directory, int pid)
    {
        var probe = Path.Combine(directory, "probe");
        File.WriteAllBytes(probe, []);
        var seen = File.Exists($"/proc/{pid}/root{probe}");
        File.Delete(probe);
        if (!seen)
        {
            throw new DumpException($"process {pid} does not see the directory {directory}, where it would have to write its dump (it runs in a container, or with a private file system); "
                + "set Capture:Directory to a directory that both share under the same path");
        }

        File.SetUnixFileMode(directory, Owner | UnixFileMode.UserExecute);
        var owner = ProcStatus.Read($"/proc/{pid}/status") ?? throw new DumpException($"process {pid} has ended");
        var own = ProcStatus.Read("/proc/self/status")!;
        if (owner.User != own.User)
            Change(directory, owner.User, owner.Group);
    }

    /// <summary>Makes a file ours, and nobody else's to read.</summary>
    /// <exception cref="DumpException">It can't be.</exception>
    public static void TakeBack(string file)
    {
        var own = ProcStatus.Read("/proc/self/status")!;
        if (own.User == 0)
            Change(file, own.User, own.Group);
        File.SetUnixFileMode(file, Owner);
    }

    private static void Change(string path, int user, int group)
    {
        if (ChangeOwner(path, user, group) != 0)
            throw new DumpException($"the owner of {path} can't be changed to user {user}: {Marshal.GetLastPInvokeErrorMessage()}; run the agent as root or as that user");
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);
}
