using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Fleet.Agent.Targets.Windows;

/// <summary>Tells the runtime by the loaded modules: <c>coreclr.dll</c> or .NET Framework's <c>clr.dll</c>.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsRuntimeProbe : IRuntimeProbe
{
    /// <inheritdoc/>
    public RuntimeFacts Probe(ProcessEntry process)
    {
        try
        {
            using var opened = Process.GetProcessById(process.Pid);
            var bits = IsWow64Process(opened.SafeHandle.DangerousGetHandle(), out var wow64) && (wow64 || !Environment.Is64BitOperatingSystem) ? 32 : 64;
            foreach (ProcessModule module in opened.Modules)
            {
                using (module)
                {
                    if (string.Equals(module.ModuleName, "coreclr.dll", StringComparison.OrdinalIgnoreCase))
                        return new RuntimeFacts(bits, RuntimeFacts.Core, Path.GetFileName(Path.GetDirectoryName(module.FileName)) ?? "", "");
                    if (string.Equals(module.ModuleName, "clr.dll", StringComparison.OrdinalIgnoreCase))
                        return new RuntimeFacts(bits, RuntimeFacts.Framework, module.FileVersionInfo.ProductVersion ?? "", "");
                }
            }

            return new RuntimeFacts(bits, "", "", $"process {process.Pid} ({process.Name}) has no .NET runtime loaded; name a .NET process, or wait if it just starts");
        }
        catch (Win32Exception exception)
        {
            return new RuntimeFacts(64, "", "", $"process {process.Pid} ({process.Name}) may not be opened ({exception.Message}); run the agent as LocalSystem or as an administrator");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return new RuntimeFacts(64, "", "", $"process {process.Pid} ({process.Name}) has ended");
        }
    }

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool IsWow64Process(nint process, [MarshalAs(UnmanagedType.Bool)] out bool wow64);
}
