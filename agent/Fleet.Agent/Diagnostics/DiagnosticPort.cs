using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Linux;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Agent.Diagnostics;

/// <summary>
/// The diagnostics port of a .NET process. On Linux it is a socket in the process's own temporary directory, which need not be ours:
/// a container or systemd's PrivateTmp gives it another one, and the pid in the socket's name is the one the process sees itself.
/// </summary>
internal static class DiagnosticPort
{
    /// <summary>A client of the port.</summary>
    /// <exception cref="DiagnosticsClientException">There is no port, or it may not be opened; the message is one line.</exception>
    public static async Task<DiagnosticsClient> OpenAsync(ProcessEntry process, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            return new DiagnosticsClient(process.Pid);

        var socket = FindSocket(process.Pid) ?? throw new ServerNotAvailableException(
            $"process {process.Pid} ({process.Name}) has no diagnostics port: it has ended, just starts, was started with DOTNET_EnableDiagnostics=0, or its temporary directory may not be read");
        var connector = await DiagnosticsClientConnector.FromDiagnosticPort($"{socket},connect", cancellationToken);
        return connector?.Instance ?? throw new ServerNotAvailableException($"the diagnostics port {socket} can't be opened");
    }

    private static string? FindSocket(int pid)
    {
        var self = ProcStatus.Read($"/proc/{pid}/status");
        if (self is null)
            return null;

        var temporary = TemporaryDirectory(pid);
        try
        {
            // Sockets of processes that were killed stay behind: the one of this process is the newest.
            return Directory.EnumerateFiles($"/proc/{pid}/root{temporary}", $"dotnet-diagnostic-{self.InnermostPid}-*-socket")
                .OrderByDescending(File.GetLastWriteTimeUtc)
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string TemporaryDirectory(int pid)
    {
        const string variable = "TMPDIR=";
        var given = ProcFile.TextOrEmpty($"/proc/{pid}/environ").Split('\0').FirstOrDefault(v => v.StartsWith(variable, StringComparison.Ordinal));
        return given is { Length: > 7 } ? given[variable.Length..].TrimEnd('/') : "/tmp";
    }
}
