using System.Globalization;

namespace Fleet.Agent.Spool;

/// <summary>The files of a spool: its identity, and segments named by the sequence that they start with.</summary>
internal sealed class SpoolFolder
{
    private const string Extension = ".seg";

    private readonly string _path;

    /// <summary>Makes sure of the directory and its identity.</summary>
    public SpoolFolder(string path)
    {
        _path = Directory.CreateDirectory(path).FullName;
        var identity = Path.Combine(_path, "spool-id");
        if (!File.Exists(identity))
        {
            var fresh = identity + ".new";
            File.WriteAllText(fresh, Guid.NewGuid().ToString("N"));
            File.Move(fresh, identity, overwrite: true);
        }

        SpoolId = File.ReadAllText(identity).Trim();
        if (!Guid.TryParse(SpoolId, out _))
            throw new IOException($"{identity} is damaged; remove the spool directory to start a new one");
    }

    /// <summary>Identity of the spool: sequences count in it.</summary>
    public string SpoolId { get; }

    /// <summary>Where.</summary>
    public string FullPath => _path;

    /// <summary>Segments, oldest first, with the sequence that their name gives.</summary>
    public IReadOnlyList<(string Path, ulong First)> Segments() =>
    [
        .. Directory.EnumerateFiles(_path, "*" + Extension)
            .Select(path => (Path: path, First: FirstOf(path)))
            .Where(segment => segment.First > 0)
            .OrderBy(segment => segment.First),
    ];

    /// <summary>Starts a segment.</summary>
    public FileStream Create(ulong first) => new(
        Path.Combine(_path, first.ToString("D20", CultureInfo.InvariantCulture) + Extension),
        FileMode.CreateNew,
        FileAccess.Write,
        FileShare.Read | FileShare.Delete,
        bufferSize: 0);

    /// <summary>Goes on with a segment.</summary>
    public static FileStream Continue(string path) => new(path, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);

    private static ulong FirstOf(string path) =>
        ulong.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0;
}
