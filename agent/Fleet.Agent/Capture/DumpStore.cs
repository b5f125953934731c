using Fleet.Agent.Node;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Capture;

/// <summary>Our dump files on this node: where they are, how many bytes they take, which have to go.</summary>
internal sealed partial class DumpStore
{
    private const string Extension = ".dmp";
    private const string WorkExtension = ".work";
    private const string PartialName = "partial";

    private readonly CaptureOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DumpStore> _logger;
    private readonly string _directory;
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Bytes that the disk has free for us; tests have disks of their own.</summary>
    internal Func<long> FreeBytes { get; set; }

    /// <summary>Makes the directory.</summary>
    public DumpStore(IOptions<CaptureOptions> options, AgentDirectory agent, TimeProvider time, ILogger<DumpStore> logger)
    {
        _options = options.Value;
        _time = time;
        _logger = logger;
        _directory = _options.Directory.Length > 0 ? AgentDirectory.Use(_options.Directory, "dump directory", "--Capture:Directory") : agent.Sub("dumps");
        FreeBytes = () => new DriveInfo(_directory).AvailableFreeSpace;
    }

    /// <summary>Where a finished dump is.</summary>
    public string PathOf(string dumpId) => Path.Combine(_directory, dumpId + Extension);

    /// <summary>The directory in which a dump is written, of which its target is the owner.</summary>
    public string WorkDirectoryOf(string dumpId) => Path.Combine(_directory, dumpId + WorkExtension);

    /// <summary>The file as it is written.</summary>
    public string PartialOf(string dumpId) => Path.Combine(WorkDirectoryOf(dumpId), PartialName);

    /// <summary>Bytes of all files, unfinished ones included.</summary>
    public long TotalBytes() => new DirectoryInfo(_directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Length);

    /// <summary>Ids of the finished dumps that are here.</summary>
    public IReadOnlyList<string> Finished() => [.. new DirectoryInfo(_directory).EnumerateFiles("*" + Extension).Select(IdOf)];

    /// <summary>Keeps a dump from being cleaned up until <see cref="Release"/>.</summary>
    public void Hold(string dumpId)
    {
        lock (_lock)
            _held.Add(dumpId);
    }

    /// <summary>The dump may be cleaned up.</summary>
    public void Release(string dumpId)
    {
        lock (_lock)
            _held.Remove(dumpId);
    }

    /// <summary>
    /// Sees that there is room for a dump. What the budget won't leave beside it goes when it is there (<see cref="CleanUp"/>), not before:
    /// it may not come to be. Only where the disk can't hold both, the oldest that would go anyway go now, as few as will do.
    /// </summary>
    /// <param name="bytes">At most.</param>
    /// <param name="removed">Takes the dumps that are removed, mostly none, also where another then can't be.</param>
    /// <exception cref="DumpException">There is no room; nothing was removed.</exception>
    /// <exception cref="IOException">One can't be removed.</exception>
    public void MakeRoom(long bytes, ICollection<string> removed)
    {
        if (bytes > _options.MaxBytes)
        {
            throw new DumpException($"the dump may take {Megabytes(bytes)} MB and all dumps on this node together may take {Megabytes(_options.MaxBytes)} MB; "
                + "ask for a smaller kind or raise Capture:MaxBytes");
        }

        lock (_lock)
        {
            var surplus = Surplus(bytes, 1);
            var needed = TotalBytes() - surplus.Sum(Length);
            if (needed + bytes > _options.MaxBytes)
            {
                throw new DumpException($"the dump may take {Megabytes(bytes)} MB, but dumps that are still needed take {Megabytes(needed)} of {Megabytes(_options.MaxBytes)} MB; "
                    + "wait for their upload or raise Capture:MaxBytes");
            }

            var free = FreeBytes();
            var lacking = bytes + _options.KeepFreeBytes - free;
            if (lacking > surplus.Sum(Length))
            {
                throw new DumpException($"no room for the dump: it may take {Megabytes(bytes)} MB, {_directory} has {Megabytes(free)} MB free and {Megabytes(_options.KeepFreeBytes)} MB of them must stay free; "
                    + "make room, ask for a smaller kind, or set Capture:Directory to another disk");
            }

            foreach (var file in surplus)
            {
                if (lacking <= 0)
                    break;

                lacking -= Remove(file, LogRemovedBefore);
                removed.Add(IdOf(file));
            }
        }
    }

    /// <summary>Removes what is too old, too many, or too much, oldest first. The newest stays whatever it takes, until it is too old.</summary>
    /// <returns>The dumps that were removed.</returns>
    public IReadOnlyList<string> CleanUp()
    {
        lock (_lock)
        {
            List<string> removed = [];
            foreach (var file in Surplus(0, 0))
            {
                Remove(file, LogRemoved);
                removed.Add(IdOf(file));
            }

            return removed;
        }
    }

    // What has to go for others that come, oldest first; none that somebody waits for, and not the newest of all for what it takes.
    private List<FileInfo> Surplus(long bytesToCome, int filesToCome)
    {
        var files = new DirectoryInfo(_directory).GetFiles("*" + Extension).OrderBy(file => file.LastWriteTimeUtc).ToList();
        // One that is being written does not count: it may not come to be.
        var total = files.Sum(Length) + bytesToCome;
        var count = files.Count + filesToCome;
        List<FileInfo> surplus = [];
        foreach (var file in files.Where(file => !_held.Contains(IdOf(file))))
        {
            var tooOld = _time.GetUtcNow() - file.LastWriteTimeUtc > _options.MaxAge;
            var isNewest = filesToCome == 0 && file == files[^1];
            if (!tooOld && (isNewest || (total <= _options.MaxBytes && count <= _options.MaxFiles)))
                continue;

            total -= Length(file);
            count--;
            surplus.Add(file);
        }

        return surplus;
    }

    private static long Remove(FileInfo file, Action<string, long> log)
    {
        // Asked before: a deleted file has no length any more.
        var bytes = Length(file);
        file.Delete();
        log(file.FullName, bytes);
        return bytes;
    }

    /// <summary>Removes a dump, finished or not.</summary>
    public void Remove(string dumpId)
    {
        File.Delete(PathOf(dumpId));
        RemoveWork(dumpId);
    }

    /// <summary>Removes what an unfinished capture left.</summary>
    public void RemoveWork(string dumpId)
    {
        if (Directory.Exists(WorkDirectoryOf(dumpId)))
            Directory.Delete(WorkDirectoryOf(dumpId), recursive: true);
    }

    private static string IdOf(FileInfo file) => Path.GetFileNameWithoutExtension(file.Name);

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private static long Megabytes(long bytes) => bytes >> 20;
}
