using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Runtimes;

/// <summary>
/// Finds the debugging library (DAC) that lies beside a runtime, and only one that belongs to that very build. No symbol server is
/// asked: a look must not go to the internet.
/// </summary>
internal static class DacLocator
{
    private const string LinuxDac = "libmscordaccore.so";
    private const string CoreDac = "mscordaccore.dll";
    private const string FrameworkDac = "mscordacwks.dll";

    /// <summary>Path of the library.</summary>
    /// <param name="clr">The runtime.</param>
    /// <param name="roots">Folders that stand for <c>/</c>, in which to look for the runtime's own path.</param>
    /// <exception cref="HeapReadException">None belongs to it; says which was looked for and where.</exception>
    public static string Find(ClrInfo clr, params ReadOnlySpan<string> roots)
    {
        var module = clr.ModuleInfo.FileName;
        var folder = FolderOf(module);
        if (clr.DataTarget.DataReader.TargetPlatform == System.Runtime.InteropServices.OSPlatform.Windows)
            return FindOnWindows(clr, folder);

        var reasons = new List<string>();
        foreach (var root in roots)
        {
            var beside = root.TrimEnd('/') + folder;
            var dac = Path.Combine(beside, LinuxDac);
            var own = Path.Combine(beside, Path.GetFileName(module));
            if (!File.Exists(dac))
                reasons.Add($"there is no '{dac}'");
            else if (!HasBuildId(own, clr.BuildId.AsSpan()))
                reasons.Add($"'{own}' is of another build");
            else
                return dac;
        }

        throw NotFound(clr, LinuxDac, string.Join("; ", reasons));
    }

    private static string FindOnWindows(ClrInfo clr, string folder)
    {
        var name = clr.Flavor == ClrFlavor.Desktop ? FrameworkDac : CoreDac;
        if (!OperatingSystem.IsWindows())
            throw NotFound(clr, name, "a heap of Windows can be read on Windows only: run 'fleet heap' there");

        var dac = Path.Combine(folder, name);
        return File.Exists(dac) ? dac : throw NotFound(clr, name, $"there is no '{dac}'");
    }

    private static HeapReadException NotFound(ClrInfo clr, string name, string why) => new(
        HeapReadFailure.DacNotFound,
        $"the debugging library '{name}' of {Flavor(clr)} {clr.Version} (build id {BuildId(clr)}) is not here: {why}; read the heap on the machine it comes from, or install that runtime");

    /// <summary><c>.NET</c> or <c>.NET Framework</c>.</summary>
    public static string Flavor(ClrInfo clr) => clr.Flavor == ClrFlavor.Desktop ? ".NET Framework" : ".NET";

    private static string BuildId(ClrInfo clr) =>
        clr.BuildId.IsDefaultOrEmpty ? $"{clr.IndexTimeStamp:x}{clr.IndexFileSize:x}" : Convert.ToHexStringLower(clr.BuildId.AsSpan());

    // The path of another system: split it by hand, whatever we run on.
    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOfAny(['/', '\\']))];

    private static bool HasBuildId(string path, ReadOnlySpan<byte> wanted)
    {
        try
        {
            using var file = File.OpenRead(path);
            var found = ElfFile.Read(file)?.BuildId(file) ?? [];
            return wanted.Length > 0 && wanted.SequenceEqual(found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
