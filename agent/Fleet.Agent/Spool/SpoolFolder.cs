using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Agent.Spool;

/// <summary>The files of a spool: its identity, and segments named by the sequence that they start with.</summary>
internal sealed class SpoolFolder
{
    private const string Extension = ".seg";

    /// <summary>Makes sure of the identity in a directory that is there and locked.</summary>
    /// <exception cref="IOException">The identity can't be written, or is damaged.</exception>
    public SpoolFolder(string path)
    {
        FullPath = path;
        var identity = Path.Combine(path, "spool-id");
        if (!File.Exists(identity))
            Write(identity, Guid.NewGuid().ToString("N"));

        SpoolId = File.ReadAllText(identity).Trim();
        if (!Guid.TryParse(SpoolId, out _))
            throw new IOException($"{identity} is damaged; remove the spool directory to start a new one");
    }

    /// <summary>Identity of the spool: sequences count in it.</summary>
    public string SpoolId { get; }

    /// <summary>Where.</summary>
    public string FullPath { get; }

    /// <summary>Segments, oldest first, with the sequence that their name gives.</summary>
    public IReadOnlyList<(string Path, ulong First)> Segments() =>
    [
        .. Directory.EnumerateFiles(FullPath, "*" + Extension)
            .Select(path => (Path: path, First: FirstOf(path)))
            .Where(segment => segment.First > 0)
            .OrderBy(segment => segment.First),
    ];

    /// <summary>Where the segment that starts with a sequence lies.</summary>
    public string PathOf(ulong first) => Path.Combine(FullPath, first.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>Starts a segment; its name is on disk when this returns. An empty one of that name is taken over.</summary>
    public SafeFileHandle Create(ulong first)
    {
        var handle = File.OpenHandle(PathOf(first), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        DirectoryFlush.Flush(FullPath);
        return handle;
    }

    /// <summary>Goes on with a segment.</summary>
    public static SafeFileHandle Continue(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    private static ulong FirstOf(string path) =>
        ulong.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0;

    private static void Write(string path, string text)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        DirectoryFlush.Flush(Path.GetDirectoryName(path)!);
    }
}
