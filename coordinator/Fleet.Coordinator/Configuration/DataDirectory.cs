namespace Fleet.Coordinator.Configuration;

/// <summary>The folder that holds everything the coordinator keeps. Held by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "fleet.db");

    /// <summary>Makes and takes the folder; without a wish, the system's place or else the user's.</summary>
    public static DataDirectory? Open(string wished, out string? error)
    {
        string[] candidates = wished.Length > 0 ? [wished] : [SystemPlace(), UserPlace()];
        error = null;
        foreach (var path in candidates)
        {
            try
            {
                Make(path);
                var file = new FileStream(System.IO.Path.Combine(path, "coordinator.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                error = null;
                return new DataDirectory(System.IO.Path.GetFullPath(path), file);
            }
            catch (UnauthorizedAccessException)
            {
                error = $"{path}: no permission to write there; name another folder with --data-dir.";
            }
            catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, "coordinator.lock")))
            {
                error = $"{path}: another coordinator has this folder ({e.Message}); stop it, or name another folder with --data-dir.";
                return null;
            }
            catch (IOException e)
            {
                error = $"{path}: can't be used as data directory ({e.Message}); name another folder with --data-dir.";
            }
        }

        return null;
    }

    /// <summary>Which folder would be taken, without making it.</summary>
    public static string Foresee(string wished) => wished.Length > 0 ? System.IO.Path.GetFullPath(wished) : CanBeMade(SystemPlace()) ? SystemPlace() : UserPlace();

    public void Dispose() => _lock.Dispose();

    // Dumps lie below it. A folder that is there already keeps the permissions that somebody gave it.
    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool CanBeMade(string path)
    {
        var ancestor = path;
        while (!Directory.Exists(ancestor) && System.IO.Path.GetDirectoryName(ancestor) is { } parent)
            ancestor = parent;
        try
        {
            using var probe = new FileStream(
                System.IO.Path.Combine(ancestor, $".probe-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string SystemPlace() => OperatingSystem.IsWindows()
        ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Fleet", "Coordinator")
        : "/var/lib/fleet-coordinator";

    private static string UserPlace() => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "fleet-coordinator");
}
