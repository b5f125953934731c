using System.Globalization;

namespace Fleet.Agent.Targets.Linux;

/// <summary>Whether this process may read another one's memory, by the rules of ptrace(2), and what to do when not.</summary>
internal static class PtracePermission
{
    private const int CapSysPtrace = 19;
    private const string YamaFile = "/proc/sys/kernel/yama/ptrace_scope";

    /// <summary>One line with the remedy; null when nothing speaks against it.</summary>
    public static string? Refusal(int pid)
    {
        var own = ProcStatus.Read("/proc/self/status");
        var target = ProcStatus.Read($"/proc/{pid}/status");
        if (target is null || own is null || IsCapable(own))
            return null;

        if (own.User != target.User)
        {
            return $"process {pid} belongs to user {target.User} and the agent runs as user {own.User}; "
                + "run the agent as that user, as root, or with CAP_SYS_PTRACE";
        }

        var scope = ProcFile.TextOrEmpty(YamaFile).Trim();
        return scope is "" or "0"
            ? null
            : $"process {pid} may not be read: kernel.yama.ptrace_scope is {scope}; "
                + "run the agent as root or with CAP_SYS_PTRACE, or set kernel.yama.ptrace_scope to 0";
    }

    private static bool IsCapable(ProcStatus own) =>
        ulong.TryParse(own.EffectiveCapabilities, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var capabilities)
        && (capabilities & (1UL << CapSysPtrace)) != 0;
}
