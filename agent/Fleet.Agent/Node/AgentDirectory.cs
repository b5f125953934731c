using Microsoft.Extensions.Options;

namespace Fleet.Agent.Node;

/// <summary>Where the agent keeps its own files. Created when first asked for; other users may pass through but not list or read it.</summary>
public sealed class AgentDirectory
{
    /// <summary>Makes sure of the directory.</summary>
    /// <exception cref="IOException">It can't be made or written; the message says what to do.</exception>
    public AgentDirectory(IOptions<NodeOptions> options)
    {
        var configured = options.Value.DataDirectory;
        if (configured.Length > 0)
        {
            if (Refusal(configured) is { } refusal)
                throw new IOException($"the data directory {configured} can't be used: {refusal}; give another one with --data-dir");
            FullPath = Path.GetFullPath(configured);
            return;
        }

        var usual = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Fleet", "agent")
            : "/var/lib/fleet-agent";
        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "fleet-agent");
        if (Refusal(usual) is null)
            FullPath = usual;
        else if (Refusal(own) is { } refusal)
            throw new IOException($"neither {usual} nor {own} can be written ({refusal}); give a data directory with --data-dir");
        else
            FullPath = own;
    }

    /// <summary>Absolute.</summary>
    public string FullPath { get; }

    /// <summary>Makes a directory below.</summary>
    public string Sub(string name) => CreatePassable(Path.Combine(FullPath, name));

    /// <summary>Makes a directory that others may pass through but not list: targets of other users write their dumps below it.</summary>
    public static string CreatePassable(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;

        const UnixFileMode passable =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return Directory.CreateDirectory(path, passable).FullName;
    }

    private static string? Refusal(string path)
    {
        try
        {
            CreatePassable(path);
            var probe = Path.Combine(path, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
        }
    }
}
