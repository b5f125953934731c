using System.Globalization;

namespace Fleet.Agent.Spool;

/// <summary>Keeps a second agent out of a spool directory, for as long as this process lives.</summary>
internal sealed class SpoolLock : IDisposable
{
    private readonly FileStream _file;

    private SpoolLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="IOException">Another process holds it, and the message names it; or the directory can't be written.</exception>
    public static SpoolLock Take(string directory)
    {
        var holder = Path.Combine(directory, "holder");
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            var pid = File.Exists(holder) ? $"process {File.ReadAllText(holder).Trim()}" : "another process";
            throw new IOException($"the spool {directory} is in use by {pid}: stop that agent, or give this one its own --data-dir", e);
        }

        try
        {
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new SpoolLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
