using Fleet.Contracts.Wording;

namespace Fleet.Heap.Live;

/// <summary>Says why a process may not be read, and what to do about it.</summary>
internal static class LinuxPermission
{
    private const string ScopeFile = "/proc/sys/kernel/yama/ptrace_scope";

    public static HeapReadException Denied(int pid)
    {
        if (LinuxProcess.TracerOf(pid) is { } tracer)
            return new HeapReadException(HeapReadFailure.NoPermission, TracedProcess.Refusal(pid, tracer));

        if (Environment.IsPrivilegedProcess)
        {
            return new HeapReadException(
                HeapReadFailure.NoPermission,
                $"no permission to read process {pid}, though this is root: it needs CAP_SYS_PTRACE, which a container gets with --cap-add SYS_PTRACE, and no security module that forbids it");
        }

        var scope = Scope();
        return new HeapReadException(HeapReadFailure.NoPermission, scope is "0" or null
            ? $"no permission to read process {pid}: run as the same user, as root, or with CAP_SYS_PTRACE"
            : $"no permission to read process {pid}: kernel.yama.ptrace_scope is {scope}; run as root or with CAP_SYS_PTRACE, or set it to 0");
    }

    private static string? Scope()
    {
        try
        {
            return File.ReadAllText(ScopeFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a kernel without Yama
        }
    }
}
