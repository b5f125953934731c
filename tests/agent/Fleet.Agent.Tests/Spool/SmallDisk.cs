using System.Diagnostics;

namespace Fleet.Agent.Tests.Spool;

/// <summary>A disk of a few megabytes, where the machine lets us have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    private SmallDisk(string path)
    {
        FullPath = path;
        _filler = Path.Combine(path, "filler");
    }

    public string FullPath { get; }

    public static SmallDisk? TryMount(int megabytes = 1)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return null;
        var path = Directory.CreateTempSubdirectory("fleet-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path))
            return new SmallDisk(path);
        Directory.Delete(path);
        return null;
    }

    public void FillUp()
    {
        using var file = new FileStream(_filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // Full: what it is for.
        }
    }

    public void MakeRoom() => File.Delete(_filler);

    public void Dispose()
    {
        Run("umount", "-l", FullPath);
        Directory.Delete(FullPath);
    }

    private static bool Run(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
