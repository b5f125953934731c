using System.Diagnostics;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Runtimes;

/// <summary>The version of a runtime as people know it.</summary>
internal static class RuntimeVersion
{
    /// <summary>For example <c>10.0.12</c>; empty where nothing tells.</summary>
    public static string Of(ClrRuntime runtime)
    {
        var clr = runtime.ClrInfo;
        if (clr.Version.Major > 0)
            return clr.Version.ToString();

        // Linux libraries carry no version. A shared runtime lies in a folder named by it, one of an application's own says it in its core library.
        var path = clr.ModuleInfo.FileName.Replace('\\', '/').Split('/');
        return path is [.., var folder, _] && Version.TryParse(folder, out _) ? folder : OfCoreLibrary(runtime);
    }

    private static string OfCoreLibrary(ClrRuntime runtime)
    {
        var library = runtime.BaseClassLibrary?.Name;
        if (library is null || !File.Exists(library))
            return "";

        var version = FileVersionInfo.GetVersionInfo(library).ProductVersion ?? "";
        return version.IndexOf('+') is >= 0 and var build ? version[..build] : version;
    }
}
