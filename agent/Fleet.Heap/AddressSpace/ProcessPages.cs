namespace Fleet.Heap.AddressSpace;

/// <summary>Opens a process's memory accounting by what the system offers.</summary>
internal static class ProcessPages
{
    /// <summary>Null where there is none, or the process is gone.</summary>
    public static IProcessPages? Open(int pid, int bits) =>
        OperatingSystem.IsLinux() ? new LinuxPages(pid, bits)
        : OperatingSystem.IsWindows() ? WindowsPages.Open(pid, bits)
        : null;
}
