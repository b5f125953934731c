using Microsoft.Win32;

namespace Fleet.Agent.Node;

/// <summary>The identity that the operating system gives this machine.</summary>
internal static class MachineIdentity
{
    private const string LinuxFile = "/etc/machine-id";
    private const string WindowsKey = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography";

    /// <summary>Null when the machine has none, as in some containers.</summary>
    public static string? Read()
    {
        var text = OperatingSystem.IsWindows()
            ? Registry.GetValue(WindowsKey, "MachineGuid", null) as string
            : File.Exists(LinuxFile) ? File.ReadAllText(LinuxFile) : null;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
