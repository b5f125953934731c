using System.Globalization;

namespace Fleet.Heap.Live.Collections;

/// <summary>
/// Where the diagnostics port of a .NET process on Linux is: a socket in the process's own temporary directory, which need not be ours
/// (a container or systemd's PrivateTmp gives it another one), named after the pid that the process sees itself by.
/// </summary>
public static class DiagnosticSocket
{
    private const string TemporaryVariable = "TMPDIR=";
    private const string NamespacePids = "NSpid:";

    /// <summary>Path of the socket; null when there is none, or it may not be looked for.</summary>
    /// <param name="pid">The process, as we see it.</param>
    public static string? Find(int pid)
    {
        try
        {
            var pattern = string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{InnermostPid(pid)}-*-socket");
            // Sockets of processes that were killed stay behind: the one of this process is the newest.
            return Directory.EnumerateFiles($"/proc/{pid}/root{TemporaryDirectory(pid)}", pattern)
                .OrderByDescending(File.GetLastWriteTimeUtc)
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int InnermostPid(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith(NamespacePids, StringComparison.Ordinal));
        return line is not null && int.TryParse(
            line.AsSpan(line.LastIndexOf('\t') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var innermost) ? innermost : pid;
    }

    private static string TemporaryDirectory(int pid)
    {
        var given = File.ReadAllText($"/proc/{pid}/environ").Split('\0').FirstOrDefault(v => v.StartsWith(TemporaryVariable, StringComparison.Ordinal));
        return given is { Length: > 7 } ? given[TemporaryVariable.Length..].TrimEnd('/') : "/tmp";
    }
}
