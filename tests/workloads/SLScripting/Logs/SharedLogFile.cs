using System.Text;

namespace SLScripting.Logs;

/// <summary>A log that several processes append to and others read meanwhile.</summary>
internal sealed class SharedLogFile
{
    private readonly string _path;

    /// <param name="path">Its folder is made if it isn't there.</param>
    public SharedLogFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
    }

    /// <summary>Where it is.</summary>
    public string Path => _path;

    /// <summary>Appends whole lines, never interleaved with another process'.</summary>
    /// <exception cref="IOException">The disk is full, or the file can't be written.</exception>
    public void Append(string lines)
    {
        var bytes = Encoding.UTF8.GetBytes(lines + "\r\n");
        using var held = CrossProcessLock.Enter(_path);
        // Append mode alone isn't enough: outside Windows it seeks once, on opening.
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Write(bytes);
    }
}
