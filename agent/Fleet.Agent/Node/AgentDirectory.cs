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
            FullPath = Use(configured, "data directory", "--data-dir");
            return;
        }

        if (Refusal(Usual) is null)
            FullPath = Usual;
        else if (Refusal(Own) is { } refusal)
            throw new IOException($"neither {Usual} nor {Own} can be written ({refusal}); give a data directory with --data-dir");
        else
            FullPath = Own;
    }

    private static string Usual => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Fleet", "agent")
        : "/var/lib/fleet-agent";

    private static string Own =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "fleet-agent");

    /// <summary>Where the directory would be, without making it.</summary>
    public static string Foresee(NodeOptions options) =>
        options.DataDirectory.Length > 0 ? Path.GetFullPath(options.DataDirectory) : CanBeMade(Usual) ? Usual : Own;

    /// <summary>Absolute.</summary>
    public string FullPath { get; }

    /// <summary>Makes a directory below.</summary>
    public string Sub(string name) => CreatePassable(Path.Combine(FullPath, name));

    /// <summary>Makes sure that a directory that somebody configured is there and can be written, and gives its absolute path.</summary>
    /// <exception cref="IOException">It is not; the message says what to do.</exception>
    public static string Use(string path, string what, string setting) => Refusal(path) is { } refusal
        ? throw new IOException($"the {what} {path} can't be used: {refusal}; give another one with {setting}")
        : Path.GetFullPath(path);

    /// <summary>Makes a directory that others may pass through but not list: targets of other users write their dumps below it.</summary>
    public static string CreatePassable(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;

        const UnixFileMode passable =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return Directory.CreateDirectory(path, passable).FullName;
    }

    private static bool CanBeMade(string path)
    {
        var ancestor = path;
        while (!Directory.Exists(ancestor) && Path.GetDirectoryName(ancestor) is { } parent)
            ancestor = parent;
        try
        {
            using var probe = new FileStream(
                Path.Combine(ancestor, $".probe-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
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
