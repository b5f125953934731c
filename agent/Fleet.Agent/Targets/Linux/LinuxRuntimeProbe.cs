using System.Diagnostics;

namespace Fleet.Agent.Targets.Linux;

/// <summary>Tells the runtime by what is mapped: <c>/proc/PID/maps</c> names <c>libcoreclr.so</c>.</summary>
internal sealed class LinuxRuntimeProbe : IRuntimeProbe
{
    private const string Runtime = "/libcoreclr.so";
    private const string CoreLibrary = "System.Private.CoreLib.dll";

    // A single-file application has the runtime in its own image; its doubly mapped code is still named like this.
    private const string CodeMapping = "/memfd:doublemapper";

    private const int ElfClass = 4;

    /// <inheritdoc/>
    public RuntimeFacts Probe(ProcessEntry process)
    {
        var bits = Bits(process.Pid);
        string? runtime = null;
        var single = false;
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process.Pid}/maps"))
            {
                single |= line.Contains(CodeMapping, StringComparison.Ordinal);
                if (!line.EndsWith(Runtime, StringComparison.Ordinal))
                    continue;
                runtime = line[line.IndexOf('/', StringComparison.Ordinal)..];
                break;
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return new RuntimeFacts(bits, "", "", PtracePermission.Refusal(process.Pid) ?? $"process {process.Pid} ({process.Name}) can't be examined: {exception.Message}");
        }

        if (runtime is null && !single)
            return new RuntimeFacts(bits, "", "", $"process {process.Pid} ({process.Name}) has no .NET runtime loaded; name a .NET process, or wait if it just starts");

        return new RuntimeFacts(bits, RuntimeFacts.Core, runtime is null ? "" : VersionOf(process.Pid, runtime), PtracePermission.Refusal(process.Pid) ?? "");
    }

    private static string VersionOf(int pid, string runtime)
    {
        var directory = Path.GetDirectoryName(runtime)!;
        if (Version.TryParse(Path.GetFileName(directory).Split('-')[0], out _))
            return Path.GetFileName(directory);

        // A self-contained application has the runtime beside it, in any directory. The process may see another file system than we do.
        var library = $"/proc/{pid}/root{directory}/{CoreLibrary}";
        return File.Exists(library) ? FileVersionInfo.GetVersionInfo(library).ProductVersion?.Split('+')[0] ?? "" : "";
    }

    private static int Bits(int pid)
    {
        try
        {
            using var image = File.OpenRead($"/proc/{pid}/exe");
            Span<byte> head = stackalloc byte[ElfClass + 1];
            return image.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[ElfClass] == 1 ? 32 : 64;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return 64;
        }
    }
}
